using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes;

/// <summary>Asks for a token with one credential and no other. What works is the first to be tried from then on.</summary>
internal sealed class CredentialTrial(TernDbContext db, ConnectionReader reader, TokenKeeper tokens, ITokenStore store)
{
    /// <returns>Null when it works, otherwise what Microsoft or the network says.</returns>
    internal async Task<Fault?> RunAsync(CredentialId id, CancellationToken cancellationToken)
    {
        var row = await db.Credentials.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        var connection = await db.Connections.AsNoTracking().Include(c => c.Credentials).SingleAsync(c => c.Id == row.ConnectionId, cancellationToken);
        try
        {
            var settings = reader.Read(connection);
            var alone = settings with { Credentials = [.. settings.Credentials.Where(c => c.Id == id.Value)] };
            var present = (await store.LoadAsync(settings.GrantId, settings.Resource, cancellationToken)).AccessToken;
            _ = present is null
                ? await tokens.GetAsync(alone, cancellationToken)
                : await tokens.ReplaceAsync(alone, present, claims: null, cancellationToken);
            return null;
        }
        catch (MailboxException exception)
        {
            return exception.Fault;
        }
    }
}
