using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Tokens;

/// <summary>One refresh of a grant: every credential in turn, a second look before a person is called, and the result stored before it is used.</summary>
internal sealed class TokenRefresh(ITokenStore store, IAuthorizationServer server, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>The second look at a refusal that would send a person to the sign-in page.</summary>
    private static readonly TimeSpan ConfirmationPause = TimeSpan.FromSeconds(5);

    /// <summary>A process that died under its claim holds the others up no longer than this; one that lives renews it for as long as it asks.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ClaimRenewal = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A token may live 28 hours (continuous access evaluation). It is refreshed within 60 to 90 minutes all the same: that a refresh is refused should be known while a
    /// day is left to mend it, not when the mail stops.
    /// </summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(60);

    public RefreshClaim Claim(long version)
    {
        var now = time.GetUtcNow();
        var name = new byte[16];
        lock (random)
        {
            random.NextBytes(name);
        }

        return new RefreshClaim(new Guid(name), version, now, now + ClaimTime);
    }

    /// <summary>Refreshes under a claim, which is kept alive meanwhile and no longer renewed when this ends.</summary>
    public async Task<AccessToken> RunAsync(ConnectionSettings connection, StoredTokens stored, RefreshClaim claim, string? claims)
    {
        using var ended = new CancellationTokenSource();
        var keeping = KeepAsync(connection.GrantId, claim, ended.Token);
        try
        {
            return await RunAsync(connection, stored, claims, confirm: true);
        }
        finally
        {
            ended.Cancel();
            await Task.WhenAny(keeping); // a renewal on its way would take again what is about to be given back
            if (keeping.Exception is { } trouble)
            {
                // The host's database, mostly. Without its claim a refresh goes on, and what it brings is stored only if nobody was faster.
                Log.ClaimNotRenewed(logger, trouble.GetBaseException(), connection.GrantId);
            }
        }
    }

    private async Task KeepAsync(Guid grant, RefreshClaim claim, CancellationToken ended)
    {
        var isOurs = true;
        while (isOurs)
        {
            await InPlace.DelayAsync(ClaimRenewal, time, ended);
            isOurs = await store.ClaimAsync(grant, claim with { Now = time.GetUtcNow(), Until = time.GetUtcNow() + ClaimTime }, CancellationToken.None);
        }
    }

    public TokenFailure Failure(Fault fault, StoredTokens stored, string settings)
    {
        var count = stored.Failure is { } before && before.Version == stored.Version && before.Settings == settings ? before.Count + 1 : 1;
        return new TokenFailure(fault, stored.Version, settings, time.GetUtcNow(), RetryAt(fault, count), count);
    }

    private async Task<AccessToken> RunAsync(ConnectionSettings connection, StoredTokens stored, string? claims, bool confirm)
    {
        TokenResponse response;
        Guid? credential;
        var askedAt = time.GetUtcNow();
        try
        {
            (response, credential) = await AskAsync(connection, stored.RefreshToken, claims);
        }
        catch (MailboxAuthenticationException refusal) when (confirm && stored.RefreshToken is not null && refusal.Fault.Class == FaultClass.PersonMustSignIn)
        {
            await InPlace.DelayAsync(ConfirmationPause, time, CancellationToken.None);
            var again = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
            return await RunAsync(connection, again, claims, confirm: false);
        }

        var fresh = new AccessToken(response.AccessToken, askedAt, askedAt + response.Lifetime, askedAt + RefreshIn(response.Lifetime));
        var update = new TokenUpdate(stored.Version, fresh, response.RefreshToken, credential) { Permissions = response.Permissions };
        if (await store.SaveAsync(connection.GrantId, connection.Resource, update, CancellationToken.None))
        {
            Log.TokenRefreshed(logger, connection.GrantId, fresh.ExpiresAt, fresh.RefreshAt, response.RefreshToken is not null);
            return fresh;
        }

        // Somebody else refreshed or signed in meanwhile; theirs is the newer one, and it is stored.
        var newer = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
        if (newer.AccessToken is { } theirs && time.GetUtcNow() < theirs.RefreshAt)
        {
            return theirs;
        }

        return confirm
            ? await RunAsync(connection, newer, claims, confirm: false)
            : throw new MailboxUnavailableException(new Fault(FaultCodes.DatabaseFailed, FaultClass.Transient, "The grant changed twice while it was refreshed."));
    }

    private async Task<(TokenResponse Response, Guid? Credential)> AskAsync(ConnectionSettings connection, string? refreshToken, string? claims)
    {
        if (connection.GrantKind == GrantKind.Delegated && refreshToken is null)
        {
            throw Refuse(FaultCodes.SignInMissing, FaultClass.PersonMustSignIn, "Nobody has signed in for this mailbox yet.");
        }

        if (connection.Credentials.Count == 0)
        {
            return connection.GrantKind == GrantKind.Delegated
                ? (await server.RequestAsync(new TokenRequest(connection, null, refreshToken) { Claims = claims }, CancellationToken.None), null)
                : throw Refuse(FaultCodes.CredentialMissing, FaultClass.AdministratorMustAct, "The connection has neither a secret nor a certificate.");
        }

        MailboxAuthenticationException? first = null;
        foreach (var credential in connection.Credentials)
        {
            try
            {
                return (await server.RequestAsync(new TokenRequest(connection, credential, refreshToken) { Claims = claims }, CancellationToken.None), credential.Id);
            }
            catch (MailboxAuthenticationException refusal) when (FaultCodes.IsAboutTheCredential(refusal.Fault.Code))
            {
                first ??= refusal;
            }
        }

        throw first!;
    }

    private TimeSpan RefreshIn(TimeSpan lifetime)
    {
        var draw = Draw();
        var (byLife, atLatest) = (lifetime * (0.5 + (0.25 * draw)), LongestGap * (1 + (0.5 * draw)));
        return byLife < atLatest ? byLife : atLatest;
    }

    private DateTimeOffset RetryAt(Fault fault, int failures)
    {
        var now = time.GetUtcNow();
        return fault.Class switch
        {
            FaultClass.PersonMustSignIn => DateTimeOffset.MaxValue, // until the grant's version changes
            FaultClass.AdministratorMustAct => now + (TimeSpan.FromMinutes(15) * (0.8 + (0.4 * Draw()))),
            FaultClass.Throttled => now + (fault.RetryAfter ?? (TimeSpan.FromMinutes(5) * (1 + (0.2 * Draw())))),
            _ => now + (fault.RetryAfter ?? Backoff.Next(failures, Draw())),
        };
    }

    private double Draw()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }

    private static MailboxAuthenticationException Refuse(string code, FaultClass @class, string detail) => new(new Fault(code, @class, detail));
}
