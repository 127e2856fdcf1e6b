using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Tokens in the database, encrypted, with a version that an older result cannot pass.</summary>
internal sealed class TokenStore(IDbContextFactory<TernDbContext> contexts, SecretBox secrets) : ITokenStore
{
    public async Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(grantId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.ConnectionId == id, cancellationToken);
        var token = await db.AccessTokens.AsNoTracking().SingleOrDefaultAsync(t => t.ConnectionId == id && t.Resource == resource, cancellationToken);
        return new StoredTokens(
            grant?.Number ?? 0,
            grant?.ProtectedRefreshToken is { } refresh ? secrets.Open(refresh) : null,
            token is null || secrets.TryOpen(token.Protected) is not { } value ? null : new AccessToken(value, token.IssuedAt, token.ExpiresAt, token.RefreshAt))
        {
            Failure = grant?.Failure is { } failure ? JsonSerializer.Deserialize<TokenFailure>(failure) : null,
        };
    }

    public async Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(grantId);
        var (now, latest) = (claim.Now, claim.LatestEnd);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Grants
            .Where(g => g.ConnectionId == id && g.Number == claim.Version && (g.ClaimedBy == claim.Owner || g.ClaimedUntil == null || g.ClaimedUntil <= now || g.ClaimedUntil > latest))
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.ClaimedBy, claim.Owner).SetProperty(g => g.ClaimedUntil, claim.Until), cancellationToken) == 1;
    }

    public async Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(grantId);
        var json = JsonSerializer.Serialize(failure);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Grants
            .Where(g => g.ConnectionId == id && g.ClaimedBy == claim.Owner)
            .ExecuteUpdateAsync(
                set => set.SetProperty(g => g.ClaimedBy, (Guid?)null).SetProperty(g => g.ClaimedUntil, (DateTimeOffset?)null).SetProperty(g => g.Failure, json),
                cancellationToken);
    }

    public async Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(grantId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var refreshedAt = update.AccessToken.IssuedAt;
        var permissions = update.Permissions is { } names ? string.Join(' ', names) : null;
        var changed = await db.Grants
            .Where(g => g.ConnectionId == id && g.Number == update.BasedOnVersion)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(g => g.Number, g => g.Number + 1)
                    .SetProperty(g => g.RefreshedAt, refreshedAt)
                    .SetProperty(g => g.Permissions, permissions)
                    .SetProperty(g => g.Failure, (string?)null)
                    .SetProperty(g => g.ClaimedBy, (Guid?)null)
                    .SetProperty(g => g.ClaimedUntil, (DateTimeOffset?)null),
                cancellationToken);
        if (changed == 0)
        {
            return false;
        }

        if (update.RefreshToken is { } refresh)
        {
            var closed = secrets.Close(refresh);
            await db.Grants.Where(g => g.ConnectionId == id).ExecuteUpdateAsync(set => set.SetProperty(g => g.ProtectedRefreshToken, closed), cancellationToken);
        }

        if (update.CredentialId is { } worked)
        {
            var credential = (CredentialId?)new CredentialId(worked);
            await db.Connections
                .Where(c => c.Id == id && c.WorkingCredentialId != credential)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.WorkingCredentialId, credential), cancellationToken);
        }

        await StoreAsync(db, id, resource, update.AccessToken, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task StoreAsync(TernDbContext db, ConnectionId id, string resource, AccessToken token, CancellationToken cancellationToken)
    {
        var row = await db.AccessTokens.SingleOrDefaultAsync(t => t.ConnectionId == id && t.Resource == resource, cancellationToken);
        if (row is null)
        {
            db.AccessTokens.Add(new StoredAccessToken
            {
                ConnectionId = id,
                Resource = resource,
                Protected = secrets.Close(token.Value),
                IssuedAt = token.IssuedAt,
                ExpiresAt = token.ExpiresAt,
                RefreshAt = token.RefreshAt,
            });
        }
        else
        {
            row.Protected = secrets.Close(token.Value);
            row.IssuedAt = token.IssuedAt;
            row.ExpiresAt = token.ExpiresAt;
            row.RefreshAt = token.RefreshAt;
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
