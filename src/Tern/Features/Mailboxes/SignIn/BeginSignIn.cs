using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>Sends the browser to Microsoft to sign in for a mailbox.</summary>
internal static class BeginSignIn
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/{id:guid}/sign-in", LeaveAsync);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInProblemPage>, NotFound>> LeaveAsync(
        Guid id,
        TernDbContext db,
        ConnectionReader reader,
        PendingSignIn pending,
        PublicAddress address,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var mailbox = await db.Mailboxes.AsNoTracking().Include(m => m.Connection.Credentials).SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken);
        if (mailbox is null || mailbox.Connection.GrantKind != GrantKind.Delegated)
        {
            return TypedResults.NotFound();
        }

        ConnectionSettings connection;
        try
        {
            connection = reader.Read(mailbox.Connection);
        }
        catch (MailboxAuthenticationException exception)
        {
            return SignInProblemPage.Of(exception.Fault, mailboxId);
        }

        var request = EntraSignIn.Begin(connection, address.RedirectUri(), mailbox.Address);
        pending.Remember(context.Response, mailbox.Id, request);
        return TypedResults.Redirect(request.Address.AbsoluteUri);
    }
}
