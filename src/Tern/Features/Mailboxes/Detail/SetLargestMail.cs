using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>How large a mail may be that leaves from the mailbox. Exchange Online decides; what it allows is entered here, so that nobody writes a mail that comes back.</summary>
internal static class SetLargestMail
{
    internal const int Least = 5;

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/largest-mail", SetAsync);

    private static async Task<IResult> SetAsync(Guid id, [FromForm] Form form, TernDbContext db, MailboxView view, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        if (await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken) is not { } mailbox)
        {
            return TypedResults.NotFound();
        }

        if (form.Megabytes is < Least or > SendingMailbox.LargestMailMegabytes)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = ["LargestMailInvalid"], LargestMail = form.Megabytes }, cancellationToken);
        }

        mailbox.LargestMailMegabytes = form.Megabytes;
        await db.SaveChangesAsync(cancellationToken);
        return MailboxPath.Redirect(mailboxId, "Saved");
    }

    internal sealed record Form
    {
        public int Megabytes { get; init; }
    }
}
