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

    public string? TraceId { get; set; }

    /// <summary>When Microsoft refused, by its own clock.</summary>
    public DateTimeOffset? FaultAt { get; set; }

    /// <summary>Mail still flows, until then.</summary>
    public DateTimeOffset? WorksUntil { get; set; }

    /// <summary>How far Microsoft's clock is ahead of this server's.</summary>
    public int? ClockOffsetSeconds { get; set; }

    public required DateTimeOffset ReportedAt { get; set; }

    public DateTimeOffset? NextCheckAt { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    public DateTimeOffset? LastMailAt { get; set; }
}
