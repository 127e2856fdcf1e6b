using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Leases;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>The first statement of every transaction of a runner.</summary>
internal static class LeaseFence
{
    /// <summary>Locks the epoch's row until the transaction ends: nobody can take the lease meanwhile. False when somebody already has.</summary>
    internal static async Task<bool> HoldAsync(this TernDbContext db, MailboxLease lease, CancellationToken cancellationToken) =>
        await db.MailboxLeases
            .Where(l => l.MailboxId == lease.Mailbox && l.Epoch == lease.Epoch)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Epoch, lease.Epoch), cancellationToken) == 1;
}
