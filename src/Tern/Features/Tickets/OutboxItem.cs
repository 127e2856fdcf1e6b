using Tern.MailEngine;
using Tern.MailEngine.Errors;

namespace Tern.Features.Tickets;

/// <summary>A mail that must leave, from the moment the agent pressed send until it is proved to have left. Written in one transaction with its message.</summary>
internal sealed class OutboxItem
{
    /// <summary>Why a single mail stands still while its mailbox sends: no later one of its ticket waits for it.</summary>
    internal static readonly string[] OwnTroubles = [FaultCodes.SendAsDenied, FaultCodes.StorageFailed];

    public required OutboxKey Key { get; init; }

    /// <summary>From which it leaves; another id of the same mailbox where that was removed and connected again.</summary>
    public required MailboxId MailboxId { get; set; }

    public required MessageId MessageId { get; init; }

    public required TicketId TicketId { get; init; }

    public required long TicketNumber { get; init; }

    /// <summary>Our Message-ID without angle brackets, assigned before the first attempt.</summary>
    public required string MessageIdHeader { get; init; }

    /// <summary>Under which it leaves, where an agent chose; null leaves it to the mailbox.</summary>
    public string? SenderAddress { get; init; }

    /// <summary>How many addresses it goes to; Exchange counts them by the day.</summary>
    public int Recipients { get; init; } = 1;

    /// <summary>No person wrote it: it waits while people's answers leave.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>When the provider was first asked to send it: from then on it counts against the mailbox's day.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>It was kept back until then, because the mailbox had written to as many as it may in a day.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    public OutboxState State { get; set; } = OutboxState.Queued;

    /// <summary>The provider's immutable id of the draft, stored before the draft is sent.</summary>
    public string? DraftId { get; set; }

    /// <summary>When the next step is due; null when there is none by itself.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>How often it was looked for since the provider was asked to send it.</summary>
    public int Looks { get; set; }

    /// <summary>How often the provider was asked to send the draft.</summary>
    public int Sends { get; set; }

    /// <summary>A stable word of the cause.</summary>
    public string? LastErrorCode { get; set; }

    /// <summary>The provider's own code.</summary>
    public string? LastProviderCode { get; set; }

    /// <summary>Said to the agent as it is: no addresses, no tokens.</summary>
    public string? LastErrorText { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public long Version { get; private set; }
}
