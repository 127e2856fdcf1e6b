using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Notes when a client secret ends, as the portal shows it: Tern warns ahead of that day. A certificate says it itself.</summary>
internal static class SetCredentialEnd
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/credentials/{credential:guid}/end", SetAsync);

    private static async Task<IResult> SetAsync(
        Guid id, Guid credential, [FromForm] Form form, TernDbContext db, MailboxView view, CancellationToken cancellationToken)
    {
        var (mailboxId, credentialId) = (new MailboxId(id), new CredentialId(credential));
        var found = await db.CredentialsOf(mailboxId).SingleOrDefaultAsync(c => c.Id == credentialId && c.Kind == CredentialKind.Secret, cancellationToken);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        if (form.Ends is not { } date)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = ["EndMissing"] }, cancellationToken);
        }

        // The portal shows a day and Microsoft ends it at some hour of it: the first one is the safe one.
        found.ExpiresAt = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        found.WarnedDays = null;
        await db.SaveChangesAsync(cancellationToken);
        return MailboxPath.Redirect(mailboxId, "Saved");
    }

    internal sealed record Form
    {
        public DateOnly? Ends { get; init; }
    }
}
