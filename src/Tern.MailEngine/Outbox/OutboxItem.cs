using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Outbox;

/// <summary>One message that must leave, as its row stands.</summary>
public sealed record OutboxItem
{
    /// <summary>Our key; also carried by the draft.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox it leaves from.</summary>
    public required MailboxId Mailbox { get; init; }

    /// <summary>Our Message-ID, without angle brackets, chosen before the first attempt.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public OutboxState State { get; init; }

    /// <summary>The draft's immutable id, from <see cref="OutboxState.Drafted"/> on.</summary>
    public string? DraftId { get; init; }

    /// <summary>Steps tried without success since the last success.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it was looked for since the provider was asked to send it.</summary>
    public int Looks { get; init; }

    /// <summary>How often the provider was asked to send the draft.</summary>
    public int Sends { get; init; }

    /// <summary>When the next step is due; null when there is none.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What stands in the way.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The Message-ID under which the provider sent it, where it replaced ours.</summary>
    public string? SentMessageId { get; init; }

    /// <summary>When it was found in Sent Items.</summary>
    public DateTimeOffset? SentAt { get; init; }
}
