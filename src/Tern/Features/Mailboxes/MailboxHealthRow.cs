using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;

namespace Tern.Features.Mailboxes;

/// <summary>How a mailbox fares, as last reported.</summary>
internal sealed class MailboxHealthRow
{
    public required MailboxId MailboxId { get; init; }

    public MailboxState State { get; set; }

    public required DateTimeOffset Since { get; set; }

    public string? FaultCode { get; set; }

    public FaultClass? FaultClass { get; set; }

    public string? FaultDetail { get; set; }

    public string? ProviderCode { get; set; }

    public string? RequestId { get; set; }

    public required DateTimeOffset ReportedAt { get; set; }

    public DateTimeOffset? NextCheckAt { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    public DateTimeOffset? LastMailAt { get; set; }
}
