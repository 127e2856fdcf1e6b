namespace Tern.MailEngine.Leases;

/// <summary>Decides which node may work on a mailbox. Clocks only decide how soon another may; the epoch decides whose writes count.</summary>
public interface IMailboxLeases
{
    /// <summary>How long a lease lasts when it is not renewed.</summary>
    TimeSpan Duration { get; }

    /// <summary>Takes the lease if it is free, has run out, or is this node's own from before a restart; the epoch rises.</summary>
    /// <param name="mailbox">Which mailbox.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null while another node holds it.</returns>
    Task<MailboxLease?> TryTakeAsync(MailboxId mailbox, CancellationToken cancellationToken);

    /// <summary>Lengthens leases, all in one statement.</summary>
    /// <param name="leases">The leases this node works under.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Those that are still ours.</returns>
    Task<IReadOnlyCollection<MailboxLease>> RenewAsync(IReadOnlyCollection<MailboxLease> leases, CancellationToken cancellationToken);

    /// <summary>Gives a lease back, so that another node need not wait. Without effect when it was lost.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task ReleaseAsync(MailboxLease lease, CancellationToken cancellationToken);
}
