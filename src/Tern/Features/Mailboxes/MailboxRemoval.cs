using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>
/// Removes a mailbox with all that only it needs; its connection goes too where nothing else works with it. Tickets and messages stay, and so does the ledger,
/// so that connecting the mailbox again brings nothing twice. At Microsoft nothing changes.
/// </summary>
internal sealed class MailboxRemoval(TernDbContext db, Setups setups, FaultTexts texts, TimeProvider time, ILogger<Mailbox> logger)
{
    private static readonly OutboxState[] Waits = [OutboxState.Queued, OutboxState.Drafted, OutboxState.Sending];

    /// <param name="id">The mailbox.</param>
    /// <param name="discardWaiting">Mails that have not left are given up; without it they keep the mailbox.</param>
    /// <param name="cancellationToken">Stops it; then everything is as before.</param>
    internal async Task<Removal> RunAsync(MailboxId id, bool discardWaiting, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // First of all: without its lease no runner stores anything for this mailbox any more, wherever it runs.
        await db.MailboxLeases.Where(l => l.MailboxId == id).ExecuteDeleteAsync(cancellationToken);
        var mailbox = await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (mailbox is null)
        {
            return new Removal(IsRemoved: false, Waiting: 0, Siblings: []);
        }

        // Before the outbox is looked at: a reply that is being written changes the ticket as well, so it is either seen below or told that the ticket changed.
        // Those of an earlier mailbox with this address are answered by this one (IOurAddresses.FindAsync).
        await db.Tickets.Where(t => t.MailboxId == id || (t.MailboxId == null && t.MailboxAddress == mailbox.Address)).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.MailboxId, (MailboxId?)null).SetProperty(t => t.Version, t => t.Version + 1), cancellationToken);
        var waiting = await WaitingAsync(id, cancellationToken);
        if (waiting > 0 && !discardWaiting)
        {
            return new Removal(IsRemoved: false, waiting, Siblings: []);
        }

        await GiveUpAsync(id, cancellationToken);
        await db.SyncCursors.Where(c => c.MailboxId == id).ExecuteDeleteAsync(cancellationToken);
        await db.MailboxHealth.Where(h => h.MailboxId == id).ExecuteDeleteAsync(cancellationToken);
        await db.HealthEvents.Where(e => e.MailboxId == id).ExecuteDeleteAsync(cancellationToken);
        await db.RefreshRequests.Where(r => r.MailboxId == id).ExecuteDeleteAsync(cancellationToken);
        await db.MailboxSetups.Where(s => s.MailboxId == id).ExecuteDeleteAsync(cancellationToken);
        await RemovedLedger.LeaveAsync(db, id, mailbox.AddressNormalized, cancellationToken);
        await db.Mailboxes.Where(m => m.Id == id).ExecuteDeleteAsync(cancellationToken);
        var siblings = await db.Mailboxes.Where(m => m.ConnectionId == mailbox.ConnectionId).OrderBy(m => m.AddressNormalized).Select(m => m.Address).ToListAsync(cancellationToken);
        await setups.RemoveUnusedAsync(mailbox.ConnectionId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.Removed(logger, id, mailbox.ShortName, waiting);
        return new Removal(IsRemoved: true, waiting, siblings);
    }

    /// <summary>How many mails have not left yet.</summary>
    internal Task<int> WaitingAsync(MailboxId id, CancellationToken cancellationToken) =>
        db.Outbox.CountAsync(item => item.MailboxId == id && Waits.Contains(item.State), cancellationToken);

    private async Task GiveUpAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var item in await db.Outbox.Where(item => item.MailboxId == id && Waits.Contains(item.State)).ToListAsync(cancellationToken))
        {
            // Microsoft was asked to send it, and nobody will look for it among the sent mails any more.
            item.State = item.State == OutboxState.Sending ? OutboxState.Uncertain : OutboxState.Failed;
            item.LastErrorCode = DeskFaults.MailboxRemoved;
            item.LastProviderCode = null;
            item.LastErrorText = texts.Of(DeskFaults.MailboxRemoved).Cause;
            db.TicketEvents.Add(TicketEvent.DeliveryChanged(item, now));
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.Outbox.Where(item => item.MailboxId == id).ExecuteUpdateAsync(set => set.SetProperty(item => item.NextAttemptAt, (DateTimeOffset?)null), cancellationToken);
    }
}

/// <summary>What came of a removal.</summary>
/// <param name="IsRemoved">False where it was gone already, or mails wait that were not given up.</param>
/// <param name="Waiting">Mails that had not left.</param>
/// <param name="Siblings">Other mailboxes of its connection, which therefore stays.</param>
internal sealed record Removal(bool IsRemoved, int Waiting, IReadOnlyList<string> Siblings);
