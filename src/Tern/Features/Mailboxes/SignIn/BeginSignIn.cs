using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

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

            var request = EntraSignIn.Begin(connection, address.RedirectUri(), subject.Address);
            pending.Remember(context.Response, target, request);
            return TypedResults.Redirect(request.Address.AbsoluteUri);
        }
    }
}
