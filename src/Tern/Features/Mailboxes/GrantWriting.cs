using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Stores what somebody signed in with: it takes the place of whatever was granted before.</summary>
internal sealed class GrantWriting(TernDbContext db, SecretBox secrets, MailboxHost host, TimeProvider time)
{
    internal async Task StoreAsync(Grant grant, ConnectionSettings connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        grant.Number++;
        grant.ProtectedRefreshToken = secrets.Close(signedIn.Tokens.RefreshToken!);
        grant.SignedInObjectId = signedIn.ObjectId;
        grant.SignedInUserName = signedIn.UserName;
        grant.SignedInAt = now;
        grant.RefreshedAt = now;
        grant.Failure = null;
        grant.Permissions = signedIn.Tokens.Permissions is { } permissions ? string.Join(' ', permissions) : null;
        var old = await db.AccessTokens.SingleOrDefaultAsync(t => t.ConnectionId == grant.ConnectionId && t.Resource == connection.Resource, cancellationToken);
        var token = old ?? db.AccessTokens.Add(new StoredAccessToken
        {
            ConnectionId = grant.ConnectionId,
            Resource = connection.Resource,
            Protected = "",
            IssuedAt = now,
            ExpiresAt = now,
            RefreshAt = now,
        }).Entity;
        token.Protected = secrets.Close(signedIn.Tokens.AccessToken);
        token.IssuedAt = now;
        token.ExpiresAt = now + signedIn.Tokens.Lifetime;
        token.RefreshAt = now + (signedIn.Tokens.Lifetime / 2);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A mailbox that waited for this goes on at once.</summary>
    internal void Ring(MailboxId mailbox)
    {
        if (host.Find(mailbox) is { } runner)
        {
            runner.Ring();
            runner.RingOutbox();
        }
    }
}
