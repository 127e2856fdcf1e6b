using Tern.MailEngine.Leases;

namespace Tern.MailEngine.Delivery;

/// <summary>The one contract between engine and host: where mail goes, and where the change feed stands. No unit of work is shared in any other way.</summary>
public interface IMailDelivery
{
    /// <summary>Where the mailbox's change feed stands; null before the first round and after a full round was asked for.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<string?> LoadCursorAsync(MailboxId mailbox, CancellationToken cancellationToken);

    /// <summary>Those of the given messages that the ledger has not judged yet.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="providerIds">The provider's ids.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlySet<string>> FindUnknownAsync(MailboxId mailbox, IReadOnlyCollection<string> providerIds, CancellationToken cancellationToken);

    /// <summary>Messages that could not be fetched and are due again.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<UnfetchedMail>> DueRetriesAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Stores a raw message durably. A torn stream stores nothing.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<RawSource> StoreRawAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a batch and moves the cursor, all or nothing, if the lease still holds. A message that the ledger already knows is not stored again.
    /// The host understands the mails before it opens its transaction.
    /// </summary>
    /// <param name="lease">The lease the batch was fetched under.</param>
    /// <param name="batch">The messages.</param>
    /// <param name="nextCursor">Where the feed stands after the batch; null leaves the cursor where it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<DeliveryResult> DeliverAsync(MailboxLease lease, IReadOnlyList<FetchedMail> batch, string? nextCursor, CancellationToken cancellationToken);
}

/// <summary>What became of a batch.</summary>
/// <param name="IsCommitted">False when the lease was lost; nothing was stored.</param>
/// <param name="NewTickets">Messages that opened something new.</param>
/// <param name="Replies">Messages that continued something.</param>
/// <param name="Ignored">Messages noted and left alone.</param>
/// <param name="Quarantined">Messages set aside.</param>
public sealed record DeliveryResult(bool IsCommitted, int NewTickets, int Replies, int Ignored, int Quarantined)
{
    /// <summary>The lease was lost; nothing was stored.</summary>
    public static DeliveryResult LeaseLost { get; } = new(false, 0, 0, 0, 0);
}
