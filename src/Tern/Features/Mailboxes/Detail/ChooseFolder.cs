using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>A further folder is read: one of the mailbox's own, seen as a tree, or Junk Email or Sent Items by their names.</summary>
internal static class ChooseFolder
{
    private const int LongestName = 500;

    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/{id:guid}/folders", ShowAsync);
        mailboxes.MapPost("/{id:guid}/folders", AddAsync);
    }

    private static async Task<IResult> ShowAsync(
        Guid id, bool? move, TernDbContext db, IMailboxDirectory directory, IEnumerable<IMailProvider> providers, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        IReadOnlyList<ListedFolder> tree = [];
        Fault? fault = null;
        string? address = null;
        try
        {
            if (await directory.FindAsync(mailboxId, cancellationToken) is not { } settings)
            {
                return TypedResults.NotFound();
            }

            address = settings.Address;
            tree = await providers.Single(p => p.Name == settings.Connection.Provider).Open(settings, SessionUse.Reading).ListFoldersAsync(cancellationToken);
        }
        catch (MailboxException refused)
        {
            fault = refused.Fault;
        }

        return new RazorComponentResult<FolderTreePage>(new Dictionary<string, object?>
        {
            [nameof(FolderTreePage.Mailbox)] = mailboxId,
            [nameof(FolderTreePage.Address)] = address ?? "",
            [nameof(FolderTreePage.Tree)] = tree,
            [nameof(FolderTreePage.Read)] = (await db.FoldersOfAsync(mailboxId, cancellationToken)).ConvertAll(f => f.Folder),
            [nameof(FolderTreePage.IsForMoving)] = move == true,
            [nameof(FolderTreePage.Fault)] = fault,
        });
    }

    private static async Task<IResult> AddAsync(Guid id, [FromForm] Form form, TernDbContext db, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        if (!await db.Mailboxes.AnyAsync(m => m.Id == mailboxId, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var folder = (form.Folder ?? "").Trim();
        if (folder.Length is 0 or > LongestName || await db.MailboxFolders.AnyAsync(f => f.MailboxId == mailboxId && f.Folder == folder, cancellationToken))
        {
            return MailboxPath.Redirect(mailboxId);
        }

        db.MailboxFolders.Add(new MailboxFolder
        {
            MailboxId = mailboxId,
            Folder = folder,
            DisplayName = form.Name?.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, LongestName)] : null,
            Role = MailboxFolders.RoleOf(folder),
        });
        await db.SaveChangesAsync(cancellationToken);
        host.Find(mailboxId)?.Ring();
        return MailboxPath.Redirect(mailboxId, "FolderAdded");
    }

    internal sealed record Form
    {
        public string? Folder { get; init; }

        public string? Name { get; init; }
    }
}
