using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>The folders of a mailbox that are read.</summary>
internal static class MailboxFolders
{
    internal const string SentItems = "sentitems";

    internal const string Junk = "junkemail";

    /// <summary>What the mail of a folder is, which its name alone says: also of one that is no longer read.</summary>
    internal static FolderRole RoleOf(string folder) => folder switch
    {
        SentItems => FolderRole.Sent,
        Junk => FolderRole.Junk,
        _ => FolderRole.Incoming,
    };

    /// <summary>Which way the mail of a folder came, whoever takes it in.</summary>
    internal static MailOrigin OriginOf(FolderRole role) => role switch
    {
        FolderRole.Sent => MailOrigin.Sent,
        FolderRole.Junk => MailOrigin.Junk,
        _ => MailOrigin.Arrived,
    };

    /// <summary>In the order in which they are read: mail that came first.</summary>
    internal static Task<List<MailboxFolder>> FoldersOfAsync(this TernDbContext db, MailboxId mailbox, CancellationToken cancellationToken) =>
        db.MailboxFolders.AsNoTracking().Where(f => f.MailboxId == mailbox).OrderBy(f => f.Role).ThenBy(f => f.Folder).ToListAsync(cancellationToken);

    /// <summary>The folder by which it is judged whether a mailbox can be opened.</summary>
    internal static async Task<string> MainFolderAsync(this TernDbContext db, MailboxId mailbox, CancellationToken cancellationToken) =>
        (await db.FoldersOfAsync(mailbox, cancellationToken)).Find(f => f.Role == FolderRole.Incoming)?.Folder ?? FolderSettings.Inbox.Id;

    /// <summary>
    /// A stored cursor leads to the old place, whatever the settings say. The ledger keeps known mail from coming twice, and the new epoch keeps a check that is
    /// under way from storing its cursor after all.
    /// </summary>
    internal static async Task ReadAnewAsync(this TernDbContext db, MailboxId mailbox, string? folder, CancellationToken cancellationToken)
    {
        await db.MailboxLeases.Where(l => l.MailboxId == mailbox).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.Epoch, l => l.Epoch + 1).SetProperty(l => l.Owner, (string?)null), cancellationToken);
        await db.SyncCursors.Where(c => c.MailboxId == mailbox && (folder == null || c.Folder == folder)).ExecuteDeleteAsync(cancellationToken);
    }
}
