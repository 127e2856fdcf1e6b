using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes;

/// <summary>Asks for a token with one credential and no other. What works is the first to be tried from then on.</summary>
internal sealed class CredentialTrial(TernDbContext db, ConnectionReader reader, TokenKeeper tokens, IAuthorizationServer server, ITokenStore store)
{
    /// <returns>Null when it works, otherwise what Microsoft or the network says.</returns>
    internal async Task<Fault?> RunAsync(CredentialId id, CancellationToken cancellationToken)
    {
        var row = await db.Credentials.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        var connection = await db.Connections.Include(c => c.Credentials).SingleAsync(c => c.Id == row.ConnectionId, cancellationToken);
        try
        {
            var settings = reader.Read(connection);
            var stored = await store.LoadAsync(settings.GrantId, settings.Resource, cancellationToken);
            if (settings.GrantKind == MailEngine.Settings.GrantKind.Delegated && stored.RefreshToken is null)
            {
                return new Fault(FaultCodes.SignInMissing, FaultClass.PersonMustSignIn, "Nobody has signed in for this mailbox yet; the credential is tried with the sign-in.");
            }

            // Past the keeper, which would hand out a token that another credential brought. The old refresh token stays good (Entra: "Refresh tokens").
            await server.RequestAsync(new TokenRequest(settings, settings.Credentials.Single(c => c.Id == id.Value), stored.RefreshToken), cancellationToken);
            connection.Works(id);
            await db.SaveChangesAsync(cancellationToken);
            tokens.LookAgain(settings);
            return null;
        }
        catch (MailboxException exception)
        {
            return exception.Fault;
        }
    }
}
