using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Pauses a mailbox, or lets it go on. A paused one neither reads nor sends, and keeps its sign-in alive.</summary>
internal static class PauseMailbox
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/pause", PauseAsync);

    private static async Task<Results<RedirectHttpResult, NotFound>> PauseAsync(
        Guid id, [FromForm] Form form, TernDbContext db, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var mailbox = await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken);
        if (mailbox is null)
        {
            return TypedResults.NotFound();
        }

        mailbox.IsPaused = form.Paused;
        await db.SaveChangesAsync(cancellationToken);
        host.Find(mailboxId)?.Ring();
        return MailboxPath.Redirect(mailboxId, form.Paused ? "Paused" : "Resumed");
    }

    internal sealed record Form
    {
        public bool Paused { get; init; }
    }
}
