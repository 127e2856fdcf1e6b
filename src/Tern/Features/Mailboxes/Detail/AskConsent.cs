using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Makes a link by which an administrator of the tenant gives consent, oneself or somebody it is sent to. An earlier link is void from then on.</summary>
internal static class AskConsent
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/consent", AskAsync);

    private static async Task<IResult> AskAsync(Guid id, TernDbContext db, ConsentRequests consent, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        if (await db.Mailboxes.Include(m => m.Connection).SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken) is not { } mailbox)
        {
            return TypedResults.NotFound();
        }

        consent.Ask(mailbox.Connection, mailbox.Id);
        await db.SaveChangesAsync(cancellationToken);
        return MailboxPath.Redirect(mailboxId, "ConsentAsked");
    }
}
