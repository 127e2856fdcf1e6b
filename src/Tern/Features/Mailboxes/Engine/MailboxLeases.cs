using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Leases;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Decides which node may work on a mailbox. Taking a lease raises its epoch; every delivery names the epoch it was made under.</summary>
internal sealed class MailboxLeases(IDbContextFactory<TernDbContext> contexts, TimeProvider time, NodeName me) : IMailboxLeases
{
    public TimeSpan Duration => TimeSpan.FromSeconds(60);

    public async Task<MailboxLease?> TryTakeAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();

        // Our own lease may be retaken at once: after a crash it is ours to continue, and the new epoch fences the process that died.
        var taken = await db.MailboxLeases
            .Where(l => l.MailboxId == mailbox && (l.ExpiresAt <= now || l.Owner == me.Value || l.Owner == null))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(l => l.Owner, me.Value)
                    .SetProperty(l => l.Epoch, l => l.Epoch + 1)
                    .SetProperty(l => l.ExpiresAt, now + Duration),
                cancellationToken);
        if (taken == 0)
        {
            return null;
        }

        // Our own update holds the row until commit, so nobody can raise the epoch between the two statements.
        var epoch = await db.MailboxLeases.Where(l => l.MailboxId == mailbox).Select(l => l.Epoch).SingleAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new MailboxLease(mailbox, epoch);
    }

    public async Task<IReadOnlyCollection<MailboxLease>> RenewAsync(IReadOnlyCollection<MailboxLease> leases, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = time.GetUtcNow() + Duration;
        await db.MailboxLeases.Where(l => l.Owner == me.Value).ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, until), cancellationToken);
        var held = await db.MailboxLeases
            .Where(l => l.Owner == me.Value)
            .Select(l => new MailboxLease(l.MailboxId, l.Epoch))
            .ToListAsync(cancellationToken);
        return [.. leases.Intersect(held)];
    }

    public async Task ReleaseAsync(MailboxLease lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.MailboxLeases
            .Where(l => l.MailboxId == lease.Mailbox && l.Epoch == lease.Epoch && l.Owner == me.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Owner, (string?)null), cancellationToken);
    }
}
