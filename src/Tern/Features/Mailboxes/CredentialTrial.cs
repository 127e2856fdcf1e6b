using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes;

/// <summary>
/// Asks for a token with one credential and no other, and notes what came of it. One that works for the first time takes the place of the one in use where it is
/// of the same kind or a better one: a new secret follows the old, a certificate follows a secret, and no secret puts a certificate aside unasked.
/// </summary>
internal sealed class CredentialTrial(TernDbContext db, ConnectionReader reader, TokenKeeper tokens, IAuthorizationServer server, ITokenStore store, TimeProvider time)
{
    /// <param name="id">Which.</param>
    /// <param name="uses">It is in use from then on, if it works, whatever was before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it works, otherwise what Microsoft or the network says.</returns>
    internal async Task<Fault?> RunAsync(CredentialId id, bool uses, CancellationToken cancellationToken)
    {
        var row = await db.Credentials.SingleAsync(c => c.Id == id, cancellationToken);
        var connection = await db.Connections.Include(c => c.Credentials).SingleAsync(c => c.Id == row.ConnectionId, cancellationToken);
        var fault = await AskAsync(id, connection, cancellationToken);
        var isFirst = row.TriedAt is null || row.RefusedCode is not null;
        if (fault is null || FaultCodes.IsAboutTheCredential(fault.Code))
        {
            (row.TriedAt, row.RefusedCode) = (time.GetUtcNow(), fault?.Code); // what says nothing of the credential is no result of it
        }

        var working = connection.Credentials.Find(c => c.Id == connection.WorkingCredentialId);
        if (fault is null && (uses || working is null || (isFirst && row.Kind >= working.Kind)))
        {
            working?.TriedAt ??= time.GetUtcNow(); // it has worked until now
            connection.Works(id);
        }

        await db.SaveChangesAsync(cancellationToken);
        if (fault is null)
        {
            tokens.LookAgain(reader.Read(connection));
        }

        return fault;
    }

    private async Task<Fault?> AskAsync(CredentialId id, Connection connection, CancellationToken cancellationToken)
    {
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
            return null;
        }
        catch (MailboxException exception)
        {
            return exception.Fault;
        }
    }
}
