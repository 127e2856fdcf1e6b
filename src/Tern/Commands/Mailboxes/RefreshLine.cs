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

    public required int Waiting { get; init; }

    public required IReadOnlyList<RefreshNotice> Notices { get; init; }

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
            Waiting = outcome.Waiting.Where(n => n.Kind == CycleNoticeKind.MailWaits).Sum(n => n.Mails),
            Notices = [.. report.Notices.Where(n => n.Kind is not (CycleNoticeKind.MailWaits or CycleNoticeKind.MailSetAside)).Concat(outcome.Waiting).Select(n => RefreshNotice.Of(n, texts))],
            Token = report.Token is { } token ? new RefreshToken(token.IssuedAt, token.ExpiresAt, report.TokenRefreshed) : null,
            DurationMs = (long)report.Duration.TotalMilliseconds,
            Error = fault is null ? null : new RefreshError(fault.Code, text!.Cause, text.Remedy, fault.ProviderCode, fault.RequestId, fault.Detail),
        };
    }

    internal string Text()
    {
        var token = Token is null ? "no token" : $"token {(Token.Refreshed ? "refreshed" : "kept")}, issued {Token.IssuedAt:HH:mm:ss}Z, expires {Token.ExpiresAt:HH:mm:ss}Z";
        var counts = $"checked {Checked}, new {New}, replied {Replied}, ignored {Ignored}, quarantined {Quarantined}{(Waiting == 0 ? "" : $", waiting {Waiting}")}";
        var head = $"{Address}: {(Ok ? "ok" : "FAILED")}  {counts}; {token}; {DurationMs} ms";
        var notices = string.Concat(Notices.Select(n => n.Text()));
        return Error is null
            ? head + notices
            : $"{head}{notices}\n  {Error.Cause}\n  {Error.Remedy}\n  [{Error.Code}{(Error.ProviderCode is null ? "" : $", {Error.ProviderCode}")}{(Error.RequestId is null ? "" : $", request {Error.RequestId}")}]";
    }
}

/// <summary>Something that did not make the check fail.</summary>
internal sealed record RefreshNotice(string Kind, int Mails, string Code, string Cause, string Remedy, string Detail)
{
    internal static RefreshNotice Of(CycleNotice notice, FaultTexts texts)
    {
        var kind = notice.Kind switch
        {
            CycleNoticeKind.CursorExpired => "cursor-expired",
            CycleNoticeKind.FeedMissedMail => "feed-missed-mail",
            CycleNoticeKind.FolderMissing => "folder-missing",
            CycleNoticeKind.FilingGivenUp => "filing-given-up",
            CycleNoticeKind.MailWaits => "mail-waits",
            CycleNoticeKind.MailSetAside => "mail-set-aside",
            CycleNoticeKind.CountFailed => "count-failed",
            _ => throw new InvalidOperationException($"The engine noticed {notice.Kind}, which the command does not know."),
        };
        var text = texts.Of(notice.Fault.Code);
        return new RefreshNotice(kind, notice.Mails, notice.Fault.Code, text.Cause, text.Remedy, notice.Fault.Detail);
    }

    internal string Text() => $"\n  {Kind}{(Mails == 0 ? "" : $" ({Mails})")}: {Cause} {Remedy} [{Code}]";
}

internal sealed record RefreshToken(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, bool Refreshed);

internal sealed record RefreshError(string Code, string Cause, string Remedy, string? ProviderCode, string? RequestId, string Detail);
