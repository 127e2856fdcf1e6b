using Tern.Features.Mailboxes;
using Tern.MailEngine.Sync;

namespace Tern.Commands.Mailboxes;

/// <summary>What is told of one mailbox after a refresh. The names are part of the documented JSON.</summary>
internal sealed record RefreshLine
{
    public required string Id { get; init; }

    public required string Address { get; init; }

    public required bool Ok { get; init; }

    public required int Checked { get; init; }

    public required int New { get; init; }

    public required int Replied { get; init; }

    public required int Ignored { get; init; }

    public required int Quarantined { get; init; }

    public required RefreshToken? Token { get; init; }

    public required long DurationMs { get; init; }

    public required RefreshError? Error { get; init; }

    internal static RefreshLine Of(RefreshOutcome outcome, FaultTexts texts)
    {
        var report = outcome.Report ?? new CycleReport { Mailbox = outcome.Mailbox.Id };
        var fault = outcome.Fault ?? report.Fault;
        var text = fault is null ? null : texts.Of(fault.Code);
        return new RefreshLine
        {
            Id = outcome.Mailbox.Id.ToString(),
            Address = outcome.Mailbox.Address,
            Ok = fault is null && outcome.Report is { Succeeded: true },
            Checked = report.Checked,
            New = report.New,
            Replied = report.Replied,
            Ignored = report.Ignored,
            Quarantined = report.Quarantined,
            Token = report.Token is { } token ? new RefreshToken(token.IssuedAt, token.ExpiresAt, report.TokenRefreshed) : null,
            DurationMs = (long)report.Duration.TotalMilliseconds,
            Error = fault is null ? null : new RefreshError(fault.Code, text!.Cause, text.Remedy, fault.ProviderCode, fault.RequestId, fault.Detail),
        };
    }

    internal string Text()
    {
        var token = Token is null ? "no token" : $"token {(Token.Refreshed ? "refreshed" : "kept")}, issued {Token.IssuedAt:HH:mm:ss}Z, expires {Token.ExpiresAt:HH:mm:ss}Z";
        var head = $"{Address}: {(Ok ? "ok" : "FAILED")}  checked {Checked}, new {New}, replied {Replied}, ignored {Ignored}, quarantined {Quarantined}; {token}; {DurationMs} ms";
        return Error is null
            ? head
            : $"{head}\n  {Error.Cause}\n  {Error.Remedy}\n  [{Error.Code}{(Error.ProviderCode is null ? "" : $", {Error.ProviderCode}")}{(Error.RequestId is null ? "" : $", request {Error.RequestId}")}]";
    }
}

internal sealed record RefreshToken(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, bool Refreshed);

internal sealed record RefreshError(string Code, string Cause, string Remedy, string? ProviderCode, string? RequestId, string Detail);
