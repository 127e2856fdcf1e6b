using Tern.MailEngine.Leases;

namespace Tern.MailEngine.Delivery;

/// <summary>The one contract between engine and host: where mail goes, and where the change feed stands. No unit of work is shared in any other way.</summary>
public interface IMailDelivery
{
    /// <summary>How far a folder has been read.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="folder">The folder's name or id, as in the settings.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<FolderState> LoadFolderAsync(MailboxId mailbox, string folder, CancellationToken cancellationToken);

    /// <summary>Those of the given messages that the ledger has not judged yet, or that had vanished when they were to be fetched.</summary>
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
    /// Stores a batch and moves the folder's state, all or nothing, if the lease still holds. A message that the ledger already knows is not stored again.
    /// The host understands the mails before it opens its transaction.
    /// </summary>
    /// <param name="lease">The lease the batch was fetched under.</param>
    /// <param name="batch">The messages.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<DeliveryResult> DeliverAsync(MailboxLease lease, MailBatch batch, CancellationToken cancellationToken);

    /// <summary>Stored mails with which something is still to be done at the provider, the oldest first.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<Filing>> DueFilingAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes how that went, if the lease still holds.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="filings">What was tried.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when the lease was lost; nothing was stored.</returns>
    Task<bool> SaveFilingAsync(MailboxLease lease, IReadOnlyList<Filing> filings, CancellationToken cancellationToken);
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
