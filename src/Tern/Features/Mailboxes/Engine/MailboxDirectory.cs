using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>The engine's view of the mailboxes in the database, read anew every time it asks.</summary>
internal sealed class MailboxDirectory(IDbContextFactory<TernDbContext> contexts, ConnectionReader reader, PushAddresses push) : IMailboxDirectory
{
    public async Task<IReadOnlyList<MailboxId>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellationToken);
    }

    public async Task<MailboxSettings?> FindAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Mailboxes.AsNoTracking().Include(m => m.Connection.Credentials).SingleOrDefaultAsync(m => m.Id == mailbox, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.ConnectionId == row.ConnectionId, cancellationToken);
        return new MailboxSettings
        {
            Id = row.Id,
            ShortName = row.ShortName,
            Address = row.Address,
            Connection = reader.Read(row.Connection, grant),
            Folders = [.. (await db.FoldersOfAsync(mailbox, cancellationToken)).Select(f => new FolderSettings(f.Folder, f.Role))],
            AfterImport = new AfterImport(row.AfterImport, row.AfterImportTarget),
            ReceiveSince = row.ReceiveSince,
            PushUntil = push.CanBeReached
                ? await db.Subscriptions.Where(s => s.MailboxId == mailbox && s.SubscriptionId != null).Select(s => s.ExpiresAt).SingleOrDefaultAsync(cancellationToken)
                : null,
            IsPaused = row.IsPaused,
        };
    }
}
