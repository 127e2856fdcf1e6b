using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>What an administrator does with a mail that was set aside: has it tried again, takes it in as far as it can be read, or lets it be.</summary>
internal sealed class AsideMail(TernDbContext db, BlobStore blobs, TicketIntake intake, TimeProvider time)
{
    /// <summary>The reason of a mail that came and was not understood; its source is kept.</summary>
    internal const string NotUnderstood = "NotUnderstood";

    /// <summary>The reason of a mail that an administrator let be.</summary>
    internal const string Dismissed = "Dismissed";

    /// <summary>Has it fetched anew with the next check, as if it had just come. A source that is here stays until another one has come.</summary>
    /// <returns>False where there is no such mail.</returns>
    internal async Task<bool> RetryAsync(MailboxId mailbox, string providerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await Open(mailbox, providerId).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Fate, IntakeFate.Waiting).SetProperty(e => e.RetryAt, now).SetProperty(e => e.Attempts, 0),
            cancellationToken) == 1;
    }

    /// <summary>Nothing more is done with it; the ledger keeps its line.</summary>
    /// <returns>False where there is no such mail.</returns>
    internal async Task<bool> DismissAsync(MailboxId mailbox, string providerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await Open(mailbox, providerId).ExecuteUpdateAsync(
            set => set
                .SetProperty(e => e.Fate, IntakeFate.Ignored)
                .SetProperty(e => e.Reason, Dismissed)
                .SetProperty(e => e.RetryAt, (DateTimeOffset?)null)
                .SetProperty(e => e.JudgedAt, now),
            cancellationToken) == 1;
    }

    /// <summary>Takes a mail in whose source is here, as far as it can be read; the source goes with the message.</summary>
    /// <returns>The ticket's number; null where there is no such mail, or it belongs to none.</returns>
    internal async Task<long?> ReleaseAsync(MailboxId mailbox, string providerId, CancellationToken cancellationToken)
    {
        var kept = await SetAside(mailbox, providerId).AsNoTracking().Where(e => e.Raw != null).Select(e => new { e.Raw, e.ReceivedAt, e.Folder }).SingleOrDefaultAsync(cancellationToken);
        if (kept is null)
        {
            return null;
        }

        var folder = await FolderAsync(mailbox, kept.Folder ?? FolderSettings.Inbox.Id, cancellationToken);
        var understood = await UnderstandAsync(kept.Raw!.Value, providerId, kept.ReceivedAt, folder.Role, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The first statement takes the row: of two administrators who press at the same moment, one finds nothing left to do.
        if (await SetAside(mailbox, providerId).ExecuteUpdateAsync(set => set.SetProperty(e => e.Fate, IntakeFate.Waiting), cancellationToken) != 1)
        {
            return null;
        }

        await db.SerialiseFeedAsync(cancellationToken);
        var settings = await db.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == mailbox, cancellationToken);
        var rows = await db.Intake.Where(e => e.MailboxId == mailbox && e.ProviderId == providerId).ToDictionaryAsync(e => e.ProviderId, cancellationToken);
        var ledger = new LedgerWriting(db, mailbox, folder, rows, time.GetUtcNow()) { Files = settings.AfterImport != AfterImportKind.Leave };
        var outcome = (await intake.ApplyAsync(db, settings.ForIntake(), [understood], cancellationToken))[0];
        ledger.Write(understood, outcome);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows[providerId].TicketNumber;
    }

    /// <summary>The source of a mail that was set aside; null where there is none.</summary>
    internal Task<BlobId?> SourceAsync(MailboxId mailbox, string providerId, CancellationToken cancellationToken) =>
        db.Intake.Where(e => e.MailboxId == mailbox && e.ProviderId == providerId).Select(e => e.Raw).SingleOrDefaultAsync(cancellationToken);

    private IQueryable<IntakeEntry> Open(MailboxId mailbox, string providerId) =>
        db.Intake.Where(e => e.MailboxId == mailbox && e.ProviderId == providerId && (e.Fate == IntakeFate.Quarantined || e.Fate == IntakeFate.Waiting));

    /// <summary>One that is to be fetched again is the engine's, and not to be taken in here at the same moment.</summary>
    private IQueryable<IntakeEntry> SetAside(MailboxId mailbox, string providerId) => Open(mailbox, providerId).Where(e => e.Fate == IntakeFate.Quarantined);

    /// <summary>Where it lay, and what the mail of that folder is: an answer from Sent Items must not become a customer's message, nor spam an ordinary ticket.</summary>
    private async Task<FolderSettings> FolderAsync(MailboxId mailbox, string folder, CancellationToken cancellationToken)
    {
        var role = await db.MailboxFolders.Where(f => f.MailboxId == mailbox && f.Folder == folder).Select(f => (FolderRole?)f.Role).SingleOrDefaultAsync(cancellationToken);
        return new FolderSettings(folder, role ?? MailboxFolders.RoleOf(folder));
    }

    private async Task<UnderstoodMail> UnderstandAsync(BlobId source, string providerId, DateTimeOffset? receivedAt, FolderRole role, CancellationToken cancellationToken)
    {
        var reading = await intake.PrepareAsync(isExchangeOnline: true, cancellationToken); // the one provider there is
        await using var raw = await blobs.FetchAsync(source, cancellationToken);
        var arriving = new ArrivingMail(raw, receivedAt ?? time.GetUtcNow())
        {
            Stored = source,
            IsDated = receivedAt is not null,
            ProviderId = providerId,
            Origin = MailboxFolders.OriginOf(role),
        };
        return await intake.UnderstandAsync(arriving, reading, cancellationToken);
    }
}
