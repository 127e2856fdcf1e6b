using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Tokens;

/// <summary>
/// Holds access tokens and refreshes them ahead of their end. One request per grant and resource is in flight, whatever the number of callers and
/// processes; a failure is shared by all of them and remembered, so that nobody hammers the authorization server.
/// </summary>
/// <param name="store">Where tokens, claims and failures survive restarts and are shared by processes.</param>
/// <param name="server">The provider's token endpoint.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Draws the moment of refresh and the gaps between tries.</param>
/// <param name="logger">Where refreshes and failures are told.</param>
public sealed class TokenKeeper(ITokenStore store, IAuthorizationServer server, TimeProvider time, Random random, ILogger<TokenKeeper> logger)
{
    private static readonly TimeSpan IdleRefresh = TimeSpan.FromHours(20);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Grant, string Resource), GrantTokens> _grants = [];
    private readonly ClientWaits _waits = new(time);

    /// <summary>The present access token, refreshed first when its time has come. A token that still lives is given even if its refresh failed.</summary>
    /// <param name="connection">Fresh settings: a changed credential or grant is tried at once, whatever failed before.</param>
    /// <param name="cancellationToken">Stops waiting, not the refresh.</param>
    /// <exception cref="MailboxException">There is no living token and none to be had.</exception>
    public Task<AccessToken> GetAsync(ConnectionSettings connection, CancellationToken cancellationToken) =>
        Of(connection).GetAsync(connection, refused: null, cancellationToken);

    /// <summary>Another token than <paramref name="refused"/>, which the interface did not accept although it should still live.</summary>
    /// <param name="connection">Fresh settings.</param>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="claims">The claims challenge it was refused with, as JSON; null without one.</param>
    /// <param name="cancellationToken">Stops waiting, not the refresh.</param>
    /// <exception cref="MailboxException">None to be had.</exception>
    public Task<AccessToken> ReplaceAsync(ConnectionSettings connection, AccessToken refused, string? claims, CancellationToken cancellationToken) =>
        Of(connection).GetAsync(connection, new RefusedToken(refused, claims), cancellationToken);

    /// <summary>Refreshes a grant that nobody uses, once a day, so that it never dies of idleness (Microsoft: 90 days).</summary>
    /// <param name="connection">Fresh settings.</param>
    /// <param name="cancellationToken">Stops waiting, not the refresh.</param>
    /// <exception cref="MailboxException">None to be had.</exception>
    public async Task KeepAliveAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var stored = await store.LoadAsync(connection.GrantId, connection.Resource, cancellationToken);
        if (stored.AccessToken is null || stored.AccessToken.IssuedAt <= time.GetUtcNow() - IdleRefresh)
        {
            await GetAsync(connection, cancellationToken);
        }
    }

    /// <summary>
    /// What will stop the mailbox when the present token ends: its refresh was refused by a cause that does not go by itself. Null while refreshing works, or
    /// where the trouble should end by itself before the token does.
    /// </summary>
    /// <param name="connection">Whose.</param>
    public Fault? TroubleAhead(ConnectionSettings connection) => Of(connection).TroubleAhead;

    /// <summary>
    /// Forgets what is remembered, a token or a refusal, so that the next call asks anew: somebody has mended what the refusal named, at Microsoft, where we do not
    /// see it, and wants to know now. A server that asked for fewer requests is not asked sooner.
    /// </summary>
    /// <param name="connection">Whose refusal.</param>
    public void LookAgain(ConnectionSettings connection) => Of(connection).LookAgain();

    private GrantTokens Of(ConnectionSettings connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_gate)
        {
            var key = (connection.GrantId, connection.Resource);
            return _grants.TryGetValue(key, out var grant) ? grant : _grants[key] = new GrantTokens(store, server, _waits, time, random, logger);
        }
    }
}
