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
    /// <summary>A token for a day is refreshed within the hour: that the sign-in can be used again is known while somebody still sits there.</summary>
    private static readonly TimeSpan FirstRefresh = TimeSpan.FromHours(1);

    internal async Task StoreAsync(Grant grant, ConnectionSettings connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (closed, objectId, userName) = (secrets.Close(signedIn.Tokens.RefreshToken!), signedIn.ObjectId, signedIn.UserName);
        var permissions = signedIn.Tokens.Permissions is { } names ? string.Join(' ', names) : null;

        // The number rises from what the row has now: a refresh that saved since it was read must not be able to save over this.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Grants.Where(g => g.ConnectionId == grant.ConnectionId).ExecuteUpdateAsync(
            set => set
                .SetProperty(g => g.Number, g => g.Number + 1)
                .SetProperty(g => g.ProtectedRefreshToken, closed)
                .SetProperty(g => g.SignedInObjectId, objectId)
                .SetProperty(g => g.SignedInUserName, userName)
                .SetProperty(g => g.SignedInAt, now)
                .SetProperty(g => g.RefreshedAt, now)
                .SetProperty(g => g.Permissions, permissions)
                .SetProperty(g => g.Failure, (string?)null),
            cancellationToken);
        if (signedIn.CredentialId is { } accepted)
        {
            var working = (CredentialId?)new CredentialId(accepted);
            await db.Connections.Where(c => c.Id == grant.ConnectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.WorkingCredentialId, working), cancellationToken);
        }

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
        token.RefreshAt = now + TimeSpan.FromTicks(Math.Min(signedIn.Tokens.Lifetime.Ticks / 2, FirstRefresh.Ticks));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
