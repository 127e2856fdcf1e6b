using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>Sends the browser to Microsoft to sign in for a mailbox.</summary>
internal static class BeginSignIn
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/{id:guid}/sign-in", (Guid id, bool? other, Departure departure, HttpContext context, CancellationToken cancellationToken) =>
            departure.LeaveAsync(SignInTarget.OfMailbox(id, other == true), context, cancellationToken));
        mailboxes.MapGet("/connect/{id:guid}/sign-in", (Guid id, bool? other, Departure departure, HttpContext context, CancellationToken cancellationToken) =>
            departure.LeaveAsync(SignInTarget.OfSetup(id, other == true), context, cancellationToken));
    }

    internal sealed class Departure(TernDbContext db, Setups setups, ConnectionReader reader, PendingSignIn pending, PublicAddress address)
    {
        internal async Task<IResult> LeaveAsync(SignInTarget target, HttpContext context, CancellationToken cancellationToken)
        {
            if (await SignInSubject.FindAsync(db, setups, target, cancellationToken) is not { } subject)
            {
                return TypedResults.NotFound();
            }

            ConnectionSettings connection;
            try
            {
                connection = reader.Read(subject.Connection);
            }
            catch (MailboxAuthenticationException exception)
            {
                return SignInProblemPage.Of(new SignInRefusal(exception.Fault), target);
            }

            var request = EntraSignIn.Begin(connection, address.RedirectUri(), subject.Address, await DemandAsync(subject.Connection.Id, cancellationToken));
            pending.Remember(context.Response, target, request);
            return TypedResults.Redirect(request.Address.AbsoluteUri);
        }

        /// <summary>What the last refusal demanded of the next sign-in; without it, the policy behind it would refuse again.</summary>
        private async Task<string?> DemandAsync(ConnectionId connection, CancellationToken cancellationToken)
        {
            var failure = await db.Grants.Where(g => g.ConnectionId == connection).Select(g => g.Failure).SingleOrDefaultAsync(cancellationToken);
            return failure is null ? null : JsonSerializer.Deserialize<TokenFailure>(failure)?.Fault.Claims;
        }
    }
}
