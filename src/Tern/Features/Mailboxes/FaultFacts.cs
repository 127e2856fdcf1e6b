using Tern.MailEngine.Errors;

namespace Tern.Features.Mailboxes;

/// <summary>What a refusal says of itself, for Microsoft's support and for whoever reads the report.</summary>
public sealed record FaultFacts
{
    public required string Code { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Words { get; init; }

    public string? Mailbox { get; init; }

    public string? Tenant { get; init; }

    public string? ClientId { get; init; }

    internal static FaultFacts Of(Fault fault) => new()
    {
        Code = fault.Code,
        ProviderCode = fault.ProviderCode,
        RequestId = fault.RequestId,
        TraceId = fault.TraceId,
        At = fault.At,
        Words = fault.Detail,
    };

    internal static FaultFacts Of(MailboxCard mailbox) => new()
    {
        Code = mailbox.FaultCode ?? "",
        ProviderCode = mailbox.ProviderCode,
        RequestId = mailbox.RequestId,
        TraceId = mailbox.TraceId,
        At = mailbox.FaultAt ?? mailbox.Since,
        Words = mailbox.FaultDetail,
        Mailbox = mailbox.Address,
        Tenant = mailbox.Tenant,
        ClientId = mailbox.ClientId,
    };

    /// <summary>What there is, under the names of the texts; a request is called otherwise at Entra than at Graph.</summary>
    internal IReadOnlyList<(string Name, string Value)> Lines()
    {
        var isEntra = ProviderCode?.StartsWith("AADSTS", StringComparison.Ordinal) == true;
        (string Name, string? Value)[] all =
        [
            ("Code", Code),
            ("ProviderCode", ProviderCode),
            (isEntra ? "CorrelationId" : "RequestId", RequestId),
            (isEntra ? "TraceId" : "ClientRequestId", TraceId),
            ("At", At is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : null),
            ("Words", Words),
            ("Mailbox", Mailbox),
            ("Tenant", Tenant),
            ("ClientId", ClientId),
        ];
        return [.. all.Where(line => !string.IsNullOrEmpty(line.Value)).Select(line => (line.Name, line.Value!))];
    }
}
