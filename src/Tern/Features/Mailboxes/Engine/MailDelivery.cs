using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Takes batches from the engine: understands the mails first, then writes messages, ledger and cursor in one transaction, fenced by the epoch.</summary>
internal sealed class MailDelivery(IDbContextFactory<TernDbContext> contexts, BlobStore blobs, TicketIntake intake, TimeProvider time, ILogger<MailDelivery> logger)
    : IMailDelivery
{
    public async Task<string?> LoadCursorAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cursors = db.SyncCursors; // an expression tree takes no extension property
        var cursor = await (from m in db.Mailboxes
                            from c in cursors.Where(c => c.MailboxId == m.Id && c.Folder == m.Folder)
                            where m.Id == mailbox
                            select c.Cursor).SingleOrDefaultAsync(cancellationToken);
        if (cursor is null)
        {
            // The folder is about to be read from its beginning: connected a moment ago in whatever way, or led to another address.
            await RemovedLedger.TakeOverAsync(db, mailbox, cancellationToken);
        }

        return cursor;
    }

    public async Task<IReadOnlySet<string>> FindUnknownAsync(MailboxId mailbox, IReadOnlyCollection<string> providerIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Intake
            .Where(e => e.MailboxId == mailbox && providerIds.Contains(e.ProviderId))
            .Select(e => e.ProviderId)
            .ToListAsync(cancellationToken);
        return providerIds.Except(known).ToHashSet();
    }

    public async Task<IReadOnlyList<UnfetchedMail>> DueRetriesAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Intake.AsNoTracking()
            .Where(e => e.MailboxId == mailbox && e.RetryAt <= now)
            .OrderBy(e => e.RetryAt)
            .Take(50)
            .ToListAsync(cancellationToken);
        return [.. due.Select(e => new UnfetchedMail(
            e.ProviderId,
            e.ReceivedAt,
            new Fault(e.Reason ?? FaultCodes.Unexpected, FaultClass.Transient, e.Detail ?? ""),
            e.Attempts,
            e.RetryAt,
            e.Fate == IntakeFate.Quarantined))];
    }

    public async Task<RawSource> StoreRawAsync(Stream content, CancellationToken cancellationToken)
    {
        var id = await blobs.StoreAsync(content, cancellationToken);
        return new RawSource(id.Value, blobs.SizeOf(id));
    }

    public async Task<DeliveryResult> DeliverAsync(MailboxLease lease, IReadOnlyList<FetchedMail> batch, string? nextCursor, CancellationToken cancellationToken)
    {
        var understood = new Dictionary<string, UnderstoodMail>(batch.Count);
        var poison = new Dictionary<string, string>();
        var arrived = batch.OfType<ArrivedMail>().ToList();
        if (arrived.Count > 0)
        {
            var reading = await intake.PrepareAsync(isExchangeOnline: true, cancellationToken); // the one provider there is
            foreach (var mail in arrived)
            {
                await UnderstandAsync(mail, reading, understood, poison, cancellationToken);
            }
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        if (!await db.HoldAsync(lease, cancellationToken))
        {
            return DeliveryResult.LeaseLost;
        }

        if (understood.Count > 0)
        {
            // Before anything is asked: the same mail may be arriving in two of our mailboxes at this moment, and must not open two tickets.
            await db.SerialiseFeedAsync(cancellationToken);
        }

        var mailbox = await db.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == lease.Mailbox, cancellationToken);
        var ids = batch.Select(m => m.ProviderId).ToList();
        var rows = ids.Count == 0 ? [] : await db.Intake.Where(e => e.MailboxId == lease.Mailbox && ids.Contains(e.ProviderId)).ToDictionaryAsync(e => e.ProviderId, cancellationToken);
        var ledger = new LedgerWriting(db, lease.Mailbox, rows, time.GetUtcNow());
        var open = batch.Where(ledger.IsOpen).ToList();

        var fresh = open.Where(m => understood.ContainsKey(m.ProviderId)).Select(m => understood[m.ProviderId]).ToList();
        var outcomes = await intake.ApplyAsync(db, mailbox.ForIntake(), fresh, cancellationToken);
        for (var i = 0; i < fresh.Count; i++)
        {
            ledger.Write(fresh[i], outcomes[i]);
        }

        foreach (var mail in open.Where(m => !understood.ContainsKey(m.ProviderId)))
        {
            ledger.Write(mail, poison.GetValueOrDefault(mail.ProviderId));
        }

        if (nextCursor is not null)
        {
            await MoveCursorAsync(db, lease.Mailbox, mailbox.Folder, nextCursor, cancellationToken);
        }

        if (fresh.Count > 0)
        {
            var newest = fresh.Max(m => m.ReceivedAt);
            await db.MailboxHealth
                .Where(h => h.MailboxId == lease.Mailbox && (h.LastMailAt == null || h.LastMailAt < newest))
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.LastMailAt, newest), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ledger.Result;
    }

    private async Task UnderstandAsync(
        ArrivedMail mail, MailReading reading, Dictionary<string, UnderstoodMail> understood, Dictionary<string, string> poison, CancellationToken cancellationToken)
    {
        try
        {
            var source = new BlobId(mail.Raw.Key);
            await using var file = blobs.OpenRead(source);
            var length = checked((int)mail.Raw.Size);
            using var buffer = MemoryPool<byte>.Shared.Rent(Math.Max(1, length));
            await file.ReadExactlyAsync(buffer.Memory[..length], cancellationToken);
            var arriving = new ArrivingMail(buffer.Memory[..length], mail.ReceivedAt ?? time.GetUtcNow())
            {
                Stored = source,
                IsDated = mail.ReceivedAt is not null,
                ProviderId = mail.ProviderId,
                ConversationId = mail.ConversationId,
            };
            var read = await intake.UnderstandAsync(arriving, reading, cancellationToken);
            if (read.Mail.Unread is { } reason)
            {
                Log.OverLimits(logger, mail.Raw.Key);
                poison[mail.ProviderId] = reason;
            }
            else
            {
                understood[mail.ProviderId] = read;
            }
        }
#pragma warning disable CA1031 // The per-message guard: a poison mail is set aside with its reason and raw source, and the others go on.
        catch (Exception exception) when (exception is not OperationCanceledException and not IOException)
#pragma warning restore CA1031
        {
            Log.NotUnderstood(logger, exception, mail.Raw.Key);
            poison[mail.ProviderId] = $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private async Task MoveCursorAsync(TernDbContext db, MailboxId mailbox, string folder, string cursor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var moved = await db.SyncCursors
            .Where(c => c.MailboxId == mailbox && c.Folder == folder)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Cursor, cursor).SetProperty(c => c.UpdatedAt, now), cancellationToken);
        if (moved == 0)
        {
            db.SyncCursors.Add(new SyncCursorRow { MailboxId = mailbox, Folder = folder, Cursor = cursor, UpdatedAt = now });
        }
    }
}
