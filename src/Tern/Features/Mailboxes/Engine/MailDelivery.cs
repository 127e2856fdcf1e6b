using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Takes batches from the engine: understands the mails first, then writes messages, ledger and cursor in one transaction, fenced by the epoch.</summary>
internal sealed class MailDelivery(IDbContextFactory<TernDbContext> contexts, BlobStore blobs, TicketIntake intake, TimeProvider time, ILogger<MailDelivery> logger)
    : IMailDelivery
{
    public async Task<FolderState> LoadFolderAsync(MailboxId mailbox, string folder, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var state = await db.SyncCursors
            .Where(c => c.MailboxId == mailbox && c.Folder == folder)
            .Select(c => new FolderState(c.Cursor, c.CensusAt, c.WholeCensusAt, c.WholeCensusBefore) { MissingSince = c.MissingSince })
            .SingleOrDefaultAsync(cancellationToken);
        if (state?.Cursor is null)
        {
            // The folder is about to be read from its beginning: connected a moment ago in whatever way, or led to another address.
            await RemovedLedger.TakeOverAsync(db, mailbox, cancellationToken);
        }

        return state ?? FolderState.New;
    }

    public async Task<IReadOnlySet<string>> FindUnknownAsync(MailboxId mailbox, IReadOnlyCollection<string> providerIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Intake
            .Where(e => e.MailboxId == mailbox && providerIds.Contains(e.ProviderId))
            .Where(e => e.Fate != IntakeFate.Ignored || e.Reason != LedgerWriting.Vanished)
            .Select(e => e.ProviderId)
            .ToListAsync(cancellationToken);

        // What left from here lies among the sent mails under the id of its draft; large files would come back for nothing.
        var ours = await db.Outbox
            .Where(i => i.MailboxId == mailbox && providerIds.Contains(i.DraftId))
            .Select(i => i.DraftId!)
            .ToListAsync(cancellationToken);
        if (ours.Count > 0)
        {
            await SeenCopies.TakeUpByDraftAsync(db, mailbox, ours, time.GetUtcNow(), cancellationToken);
        }

        return providerIds.Except(known).Except(ours).ToHashSet();
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
            e.Fate == IntakeFate.Quarantined) { Folder = e.Folder is { } folder ? new FolderSettings(folder, MailboxFolders.RoleOf(folder)) : null })];
    }

    public async Task<RawSource> StoreRawAsync(Stream content, CancellationToken cancellationToken)
    {
        var id = await blobs.StoreAsync(content, cancellationToken);
        return new RawSource(id.Value, blobs.SizeOf(id));
    }

    public async Task<DeliveryResult> DeliverAsync(MailboxLease lease, MailBatch batch, CancellationToken cancellationToken)
    {
        var understood = new Dictionary<string, UnderstoodMail>(batch.Mails.Count);
        var poison = new Dictionary<string, string>();
        var arrived = batch.Mails.OfType<ArrivedMail>().ToList();
        if (arrived.Count > 0)
        {
            var reading = await intake.PrepareAsync(isExchangeOnline: true, cancellationToken); // the one provider there is
            foreach (var mail in arrived)
            {
                await UnderstandAsync(mail, MailboxFolders.OriginOf(batch.Folder.Role), reading, understood, poison, cancellationToken);
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
        var ids = batch.Mails.Select(m => m.ProviderId).ToList();
        var rows = ids.Count == 0 ? [] : await db.Intake.Where(e => e.MailboxId == lease.Mailbox && ids.Contains(e.ProviderId)).ToDictionaryAsync(e => e.ProviderId, cancellationToken);
        var ledger = new LedgerWriting(db, lease.Mailbox, batch.Folder, rows, time.GetUtcNow()) { Files = mailbox.AfterImport != AfterImportKind.Leave };
        var open = batch.Mails.Where(ledger.IsOpen).ToList();

        var fresh = open.Where(m => understood.ContainsKey(m.ProviderId)).Select(m => understood[m.ProviderId]).ToList();
        var outcomes = await intake.ApplyAsync(db, mailbox.ForIntake(), fresh, cancellationToken);
        for (var i = 0; i < fresh.Count; i++)
        {
            ledger.Write(fresh[i], outcomes[i]);
        }

        var copies = fresh.Zip(outcomes)
            .Where(pair => pair is { First.Origin: MailOrigin.Sent, First.Mail.MessageId: not null, First.ProviderId: not null, Second: IntakeOutcome.Ignored { Reason: IntakeIgnored.OwnCopy } })
            .DistinctBy(pair => pair.First.Mail.MessageId)
            .ToDictionary(pair => pair.First.Mail.MessageId!, pair => pair.First.ProviderId!);
        if (copies.Count > 0)
        {
            await SeenCopies.TakeUpByIdAsync(db, lease.Mailbox, copies, time.GetUtcNow(), cancellationToken);
        }

        foreach (var mail in open.Where(m => !understood.ContainsKey(m.ProviderId)))
        {
            ledger.Write(mail, poison.GetValueOrDefault(mail.ProviderId));
        }

        if (batch.Left.Count > 0)
        {
            await ledger.NoteLeftAsync(batch.Left, cancellationToken);
        }

        if (batch.State is { } state)
        {
            await MoveAsync(db, lease.Mailbox, batch.Folder.Id, state, cancellationToken);
        }

        if (fresh.Count > 0 && batch.Folder.Role != FolderRole.Sent)
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

    public async Task<IReadOnlyList<Filing>> DueFilingAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Intake
            .Where(e => e.MailboxId == mailbox && e.FileAt <= now)
            .OrderBy(e => e.FileAt)
            .Take(50)
            .Select(e => new Filing(e.ProviderId, e.FileAttempts, e.FileAt))
            .ToListAsync(cancellationToken);
    }

    public async Task<bool> SaveFilingAsync(MailboxLease lease, IReadOnlyList<Filing> filings, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.HoldAsync(lease, cancellationToken))
        {
            return false;
        }

        var ids = filings.Select(f => f.ProviderId).ToList();
        foreach (var row in await db.Intake.Where(e => e.MailboxId == lease.Mailbox && ids.Contains(e.ProviderId)).ToListAsync(cancellationToken))
        {
            var filing = filings.First(f => f.ProviderId == row.ProviderId);
            (row.FileAt, row.FileAttempts) = (filing.DueAt, filing.Attempts);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task UnderstandAsync(
        ArrivedMail mail, MailOrigin origin, MailReading reading, Dictionary<string, UnderstoodMail> understood, Dictionary<string, string> poison, CancellationToken cancellationToken)
    {
        try
        {
            var source = new BlobId(mail.Raw.Key);
            await using var raw = await blobs.FetchAsync(source, cancellationToken);
            var arriving = new ArrivingMail(raw, mail.ReceivedAt ?? time.GetUtcNow())
            {
                Stored = source,
                IsDated = mail.ReceivedAt is not null,
                ProviderId = mail.ProviderId,
                Origin = origin,
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

    private async Task MoveAsync(TernDbContext db, MailboxId mailbox, string folder, FolderState state, CancellationToken cancellationToken)
    {
        var row = await db.SyncCursors.SingleOrDefaultAsync(c => c.MailboxId == mailbox && c.Folder == folder, cancellationToken)
            ?? db.SyncCursors.Add(new SyncCursorRow { MailboxId = mailbox, Folder = folder, UpdatedAt = default }).Entity;
        (row.Cursor, row.CensusAt, row.WholeCensusAt, row.WholeCensusBefore) = state;
        row.MissingSince = state.MissingSince;
        row.UpdatedAt = time.GetUtcNow();
    }
}
