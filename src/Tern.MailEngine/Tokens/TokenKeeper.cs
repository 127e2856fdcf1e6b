using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Tokens;

/// <summary>
/// Holds access tokens and refreshes them ahead of their end. One request per grant and resource is in flight, whatever the number of callers;
/// a failure is shared by all of them and remembered, so that nobody hammers the authorization server.
/// </summary>
/// <param name="store">Where tokens survive restarts.</param>
/// <param name="server">The provider's token endpoint.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Draws the moment of refresh and the gaps between tries.</param>
/// <param name="logger">Where refreshes and failures are told.</param>
public sealed class TokenKeeper(ITokenStore store, IAuthorizationServer server, TimeProvider time, Random random, ILogger<TokenKeeper> logger)
{
    /// <summary>A token this close to its end is not handed out any more: a request takes time to arrive.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>The second look at a refusal that would send a person to the sign-in page.</summary>
    private static readonly TimeSpan ConfirmationPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan IdleRefresh = TimeSpan.FromHours(20);

    /// <summary>So long a token that was read is taken for the stored one: a mailbox that is catching up asks for one hundreds of times a second.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Grant, string Resource), Entry> _entries = [];

    /// <summary>The present access token, refreshed first when its time has come. A token that still lives is given even if its refresh failed.</summary>
    /// <param name="connection">Fresh settings: a changed credential or grant is tried at once, whatever failed before.</param>
    /// <param name="cancellationToken">Stops waiting, not the refresh.</param>
    /// <exception cref="MailboxException">There is no living token and none to be had.</exception>
    public Task<AccessToken> GetAsync(ConnectionSettings connection, CancellationToken cancellationToken) =>
        FlyAsync(connection, refused: null, cancellationToken);

    /// <summary>Another token than <paramref name="refused"/>, which the interface did not accept although it should still live.</summary>
    /// <param name="connection">Fresh settings.</param>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="cancellationToken">Stops waiting, not the refresh.</param>
    /// <exception cref="MailboxException">None to be had.</exception>
    public Task<AccessToken> ReplaceAsync(ConnectionSettings connection, AccessToken refused, CancellationToken cancellationToken) =>
        FlyAsync(connection, refused, cancellationToken);

    /// <summary>Refreshes a grant that nobody uses, once a day, so that it never dies of idleness (Microsoft: 90 days).</summary>
    /// <param name="connection">Fresh settings.</param>
    /// <param name="cancellationToken">Stops waiting, not the refresh.</param>
    /// <exception cref="MailboxException">None to be had.</exception>
    public async Task KeepAliveAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(connection.GrantId, connection.Resource, cancellationToken);
        if (stored.AccessToken is null || stored.AccessToken.IssuedAt <= time.GetUtcNow() - IdleRefresh)
        {
            await GetAsync(connection, cancellationToken);
        }
    }

    /// <summary>
    /// Forgets what is remembered, a token or a refusal, so that the next call asks anew: somebody has mended what the refusal named, at Microsoft, where we do not
    /// see it, and wants to know now. A server that asked for fewer requests is not asked sooner.
    /// </summary>
    /// <param name="connection">Whose refusal.</param>
    public void LookAgain(ConnectionSettings connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_gate)
        {
            if (_entries.TryGetValue((connection.GrantId, connection.Resource), out var entry))
            {
                entry.Held = null;
                entry.Failure = entry.Failure is { Fault.Class: FaultClass.Throttled } ? entry.Failure : null;
            }
        }
    }

    private async Task<AccessToken> FlyAsync(ConnectionSettings connection, AccessToken? refused, CancellationToken cancellationToken)
    {
        Entry entry;
        TaskCompletionSource<AccessToken>? mine = null;
        Task<AccessToken> flight;
        lock (_gate)
        {
            var key = (connection.GrantId, connection.Resource);
            if (!_entries.TryGetValue(key, out entry!))
            {
                _entries[key] = entry = new Entry();
            }

            if (entry.Flight is null)
            {
                // Continuations run where the flight ends: on the injected clock that keeps the order of events the same in every run.
                mine = new TaskCompletionSource<AccessToken>();
                entry.Flight = mine.Task;
            }

            flight = entry.Flight;
        }

        if (mine is not null)
        {
            await LeadAsync(entry, mine, connection, refused);
        }

        var token = await InPlace.WaitAsync(flight, cancellationToken);

        // A flight that was under way already may bring the very token that was refused.
        return mine is null && token.Value == refused?.Value ? await FlyAsync(connection, refused, cancellationToken) : token;
    }

    private async Task LeadAsync(Entry entry, TaskCompletionSource<AccessToken> flight, ConnectionSettings connection, AccessToken? refused)
    {
        AccessToken? token = null;
        Exception? failure = null;
        try
        {
            token = await ObtainAsync(entry, connection, refused);
        }
#pragma warning disable CA1031 // Whatever it is belongs to everybody who waits for this flight; it is handed on, not swallowed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        lock (_gate)
        {
            entry.Flight = null;
        }

        if (failure is null)
        {
            flight.SetResult(token!);
        }
        else
        {
            flight.SetException(failure);
        }
    }

    private async Task<AccessToken> ObtainAsync(Entry entry, ConnectionSettings connection, AccessToken? refused)
    {
        var now = time.GetUtcNow();
        if (refused is null && entry.Held is { } held && now < held.ReadAt + Trust && now < held.Token.RefreshAt && held.Settings == Fingerprint(connection))
        {
            return held.Token;
        }

        entry.Held = null;
        var stored = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
        var living = stored.AccessToken is { } token && token.Value != refused?.Value && now < token.ExpiresAt - Margin ? token : null;
        if (living is not null && now < living.RefreshAt)
        {
            entry.Held = new Held(living, now, Fingerprint(connection));
            return living;
        }

        var state = (Version: stored.Version, Settings: Fingerprint(connection));
        if (entry.Failure is { } known && known.State == state && now < known.RetryAt)
        {
            return living ?? throw Raise(known.Fault);
        }

        try
        {
            var fresh = await RefreshAsync(connection, stored, confirm: true);
            entry.Failure = null;
            entry.Failures = 0;
            return fresh;
        }
        catch (MailboxException exception)
        {
            entry.Failures++;
            var retryAt = RetryAt(exception.Fault, entry.Failures);
            entry.Failure = new Failure(state, exception.Fault, retryAt);
            Log.TokenRefreshFailed(logger, connection.GrantId, exception.Fault.Code, exception.Fault.ProviderCode, retryAt, living?.ExpiresAt);
            return living ?? throw Raise(exception.Fault);
        }
    }

    private async Task<AccessToken> RefreshAsync(ConnectionSettings connection, StoredTokens stored, bool confirm)
    {
        TokenResponse response;
        Guid? credential;
        var askedAt = time.GetUtcNow();
        try
        {
            (response, credential) = await AskAsync(connection, stored.RefreshToken);
        }
        catch (MailboxAuthenticationException refusal) when (confirm && stored.RefreshToken is not null && refusal.Fault.Class == FaultClass.PersonMustSignIn)
        {
            await InPlace.DelayAsync(ConfirmationPause, time, CancellationToken.None);
            var again = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
            return await RefreshAsync(connection, again, confirm: false);
        }

        var fresh = new AccessToken(response.AccessToken, askedAt, askedAt + response.Lifetime, askedAt + (response.Lifetime * (0.5 + (0.25 * Draw()))));
        var update = new TokenUpdate(stored.Version, fresh, response.RefreshToken, credential);
        if (await store.SaveAsync(connection.GrantId, connection.Resource, update, CancellationToken.None))
        {
            Log.TokenRefreshed(logger, connection.GrantId, fresh.ExpiresAt, fresh.RefreshAt, response.RefreshToken is not null);
            return fresh;
        }

        // Somebody else refreshed or signed in meanwhile; theirs is the newer one, and it is stored.
        var newer = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
        if (newer.AccessToken is { } theirs && time.GetUtcNow() < theirs.ExpiresAt - Margin)
        {
            return theirs;
        }

        return confirm
            ? await RefreshAsync(connection, newer, confirm: false)
            : throw new MailboxUnavailableException(new Fault(FaultCodes.StorageFailed, FaultClass.Transient, "The grant changed twice while it was refreshed."));
    }

    private async Task<(TokenResponse Response, Guid? Credential)> AskAsync(ConnectionSettings connection, string? refreshToken)
    {
        if (connection.GrantKind == GrantKind.Delegated && refreshToken is null)
        {
            throw Refuse(FaultCodes.GrantEnded, FaultClass.PersonMustSignIn, "Nobody has signed in for this mailbox yet.");
        }

        if (connection.Credentials.Count == 0)
        {
            return connection.GrantKind == GrantKind.Delegated
                ? (await server.RequestAsync(new TokenRequest(connection, null, refreshToken), CancellationToken.None), null)
                : throw Refuse(FaultCodes.CredentialMissing, FaultClass.AdministratorMustAct, "The connection has neither a secret nor a certificate.");
        }

        MailboxAuthenticationException? first = null;
        foreach (var credential in connection.Credentials)
        {
            try
            {
                return (await server.RequestAsync(new TokenRequest(connection, credential, refreshToken), CancellationToken.None), credential.Id);
            }
            catch (MailboxAuthenticationException refusal) when (FaultCodes.IsAboutTheCredential(refusal.Fault.Code))
            {
                first ??= refusal;
            }
        }

        throw first!;
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

    private static string Fingerprint(ConnectionSettings connection) =>
        $"{connection.Authority} {connection.Tenant} {connection.ClientId} {string.Join(' ', connection.Credentials.Select(c => c.Id))}";

    private static MailboxAuthenticationException Refuse(string code, FaultClass @class, string detail) => new(new Fault(code, @class, detail));

    private static MailboxException Raise(Fault fault) => fault.Class switch
    {
        FaultClass.Throttled => new MailboxThrottledException(fault),
        FaultClass.Transient => new MailboxUnavailableException(fault),
        _ => new MailboxAuthenticationException(fault),
    };

    private sealed class Entry
    {
        public Task<AccessToken>? Flight { get; set; }

        public Held? Held { get; set; }

        public Failure? Failure { get; set; }

        public int Failures { get; set; }
    }

    private sealed record Held(AccessToken Token, DateTimeOffset ReadAt, string Settings);

    private sealed record Failure((long Version, string Settings) State, Fault Fault, DateTimeOffset RetryAt);
}
