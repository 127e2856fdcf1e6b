using Tern.MailEngine;
using Tern.MailEngine.Health;

namespace Tern.Features.Mailboxes;

/// <summary>A change of a mailbox's state or of its cause.</summary>
internal sealed class HealthEvent
{
    public long Id { get; private set; }

    public required MailboxId MailboxId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required MailboxState State { get; init; }

    public string? FaultCode { get; init; }

    public string? ProviderCode { get; init; }

    public string? Detail { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>Something that happened without changing the state, as the name of a text; null for a change of state.</summary>
    public string? Note { get; init; }
}
