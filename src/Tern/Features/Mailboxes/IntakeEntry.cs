using Tern.Data.Blobs;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>One line of the ledger: a message that was seen, and its fate. Kept for ever, also after its ticket is gone, so that nothing comes back.</summary>
internal sealed class IntakeEntry
{
    /// <summary>Its mailbox; where that was removed, an id that its address gives (<see cref="RemovedLedger"/>).</summary>
    public required MailboxId MailboxId { get; init; }

    /// <summary>The provider's immutable id; case matters.</summary>
    public required string ProviderId { get; init; }

    public required IntakeFate Fate { get; set; }

    /// <summary>Why it was ignored or set aside; a stable word.</summary>
    public string? Reason { get; set; }

    /// <summary>What the provider or the parser said.</summary>
    public string? Detail { get; set; }

    public MessageId? MessageId { get; set; }

    public long? TicketNumber { get; set; }

    /// <summary>The raw source; kept also for what could not be understood, and then given up for nothing but another one.</summary>
    public BlobId? Raw { get; set; }

    public DateTimeOffset? ReceivedAt { get; set; }

    public required DateTimeOffset JudgedAt { get; set; }

    /// <summary>The folder it was seen in last.</summary>
    public string? Folder { get; set; }

    /// <summary>When it was seen to have left that folder, moved or deleted; null while it lies there.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <summary>When what is to be done with it at the provider is due; null where nothing is.</summary>
    public DateTimeOffset? FileAt { get; set; }

    public int FileAttempts { get; set; }

    public int Attempts { get; set; }

    /// <summary>When fetching is tried again; null: never by itself.</summary>
    public DateTimeOffset? RetryAt { get; set; }
}

public enum IntakeFate
{
    /// <summary>It is a message.</summary>
    Ingested = 1,

    /// <summary>Noted and left alone; the reason says why.</summary>
    Ignored = 2,

    /// <summary>Could not be fetched yet; tried again.</summary>
    Waiting = 3,

    /// <summary>Could not be fetched or understood; an administrator can look at it.</summary>
    Quarantined = 4,
}
