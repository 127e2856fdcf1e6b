using Tern.MailEngine.Leases;

namespace Tern.MailEngine.Outbox;

/// <summary>The host's table of what must leave.</summary>
public interface IOutbox
{
    /// <summary>The mailbox's oldest message with a step that is due, or null. Messages of one conversation keep their order.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<OutboxItem?> NextDueAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The mailboxes that have a message with a step that is due; asked for all mailboxes of a node at once.</summary>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyCollection<MailboxId>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Composes the message. The same item gives the same message every time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="settings">The mailbox it leaves from.</param>
    /// <param name="maxRawBytes">What the provider takes in one request; files that do not fit are named for upload.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<OutgoingMessage> ComposeAsync(OutboxItem item, Settings.MailboxSettings settings, long maxRawBytes, CancellationToken cancellationToken);

    /// <summary>Stores the item's new state, if the lease still holds. One that was settled meanwhile, by a person or by its copy, stays so.</summary>
    /// <param name="lease">The lease it was made under.</param>
    /// <param name="item">The new state.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the lease was lost, or when it must not be sent any more; nothing was stored.</returns>
    Task<bool> SaveAsync(MailboxLease lease, OutboxItem item, CancellationToken cancellationToken);
}
