using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Forgets a credential, here only: at Microsoft it stays registered until somebody removes it there. The one in use and the last one stay.</summary>
internal static class RemoveCredential
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/credentials/{credential:guid}/remove", RemoveAsync);

    private static async Task<IResult> RemoveAsync(
        Guid id, Guid credential, TernDbContext db, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var (mailboxId, credentialId) = (new MailboxId(id), new CredentialId(credential));
        var working = await db.Mailboxes.Where(m => m.Id == mailboxId).Select(m => m.Connection.WorkingCredentialId).SingleOrDefaultAsync(cancellationToken);
        var all = await db.CredentialsOf(mailboxId).Select(c => c.Id).ToListAsync(cancellationToken);
        if (!all.Contains(credentialId))
        {
            return TypedResults.NotFound();
        }

        if (working == credentialId || all.Count == 1)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = ["CredentialInUse"] }, cancellationToken);
        }

        await db.Credentials.Where(c => c.Id == credentialId).ExecuteDeleteAsync(cancellationToken);
        host.Find(mailboxId)?.Ring();
        return MailboxPath.Redirect(mailboxId, "CredentialRemoved");
    }
}
