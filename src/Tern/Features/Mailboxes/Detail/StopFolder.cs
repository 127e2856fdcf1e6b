using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>A folder is no longer read; what came of its mail stays. At least one folder with incoming mail must remain.</summary>
internal static class StopFolder
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/folders/stop", StopAsync);

    private static async Task<IResult> StopAsync(Guid id, [FromForm] Form form, TernDbContext db, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var folders = await db.FoldersOfAsync(mailboxId, cancellationToken);
        if (folders.Find(f => f.Folder == form.Folder) is not { } folder)
        {
            return TypedResults.NotFound();
        }

        if (folder.Role == FolderRole.Incoming && folders.Count(f => f.Role == FolderRole.Incoming) == 1)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = ["LastFolder"] }, cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ReadAnewAsync(mailboxId, folder.Folder, cancellationToken); // chosen again one day, it is read from its beginning
        await db.MailboxFolders.Where(f => f.MailboxId == mailboxId && f.Folder == folder.Folder).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        host.Find(mailboxId)?.Ring();
        return MailboxPath.Redirect(mailboxId, "FolderStopped");
    }

    internal sealed record Form
    {
        public string? Folder { get; init; }
    }
}
