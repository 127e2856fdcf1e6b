using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Tokens;

/// <summary>The tokens of one grant for one resource, in this process.</summary>
internal sealed class GrantTokens(ITokenStore store, IAuthorizationServer server, ClientWaits waits, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>A token this close to its end is not handed out any more: a request takes time to arrive.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>So long a token that was read is taken for the stored one: a mailbox that is catching up asks for one hundreds of times a second.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether another process has finished its refresh.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.25);

    /// <summary>Whatever is dated further ahead than this was written by a clock that was wrong, and counts for nothing.</summary>
    private static readonly TimeSpan Disagreement = TimeSpan.FromMinutes(15);

    /// <summary>Longer than the claim of a process that died; whoever waits longer waits for nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly TokenRefresh _refresh = new(store, server, time, random, logger);
    private Task<AccessToken>? _flight;
    private Held? _held;
    private DateTimeOffset _lookedAgainAt = DateTimeOffset.MinValue;

    public Fault? TroubleAhead { get; private set; }

    public void LookAgain()
    {
        lock (_gate)
        {
            _held = null;
            _lookedAgainAt = time.GetUtcNow();
        }
    }

    public async Task<AccessToken> GetAsync(ConnectionSettings connection, RefusedToken? refused, CancellationToken cancellationToken)
    {
        TaskCompletionSource<AccessToken>? mine = null;
        Task<AccessToken> flight;
        lock (_gate)
        {
            if (_flight is null)
            {
                // Continuations run where the flight ends: on the injected clock that keeps the order of events the same in every run.
                mine = new TaskCompletionSource<AccessToken>();
                _flight = mine.Task;
            }

            flight = _flight;
        }

        if (mine is not null)
        {
            _ = LeadAsync(mine, connection, refused); // owned by the flight: whoever began it may stop waiting like everybody else
        }

        var token = await InPlace.WaitAsync(flight, cancellationToken);

        // A flight that was under way already may bring the very token that was refused.
        return mine is null && token.Value == refused?.Token.Value ? await GetAsync(connection, refused, cancellationToken) : token;
    }

    private async Task LeadAsync(TaskCompletionSource<AccessToken> flight, ConnectionSettings connection, RefusedToken? refused)
    {
        AccessToken? token = null;
        Exception? failure = null;
        try
        {
            token = await ObtainAsync(connection, refused);
        }
#pragma warning disable CA1031 // Whatever it is belongs to everybody who waits for this flight; it is handed on, not swallowed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        lock (_gate)
        {
            _flight = null;
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

    private async Task<AccessToken> ObtainAsync(ConnectionSettings connection, RefusedToken? refused)
    {
        var settings = Fingerprint(connection);
        if (refused is null && _held is { } held && held.IsGood(time.GetUtcNow(), settings))
        {
            return held.Token;
        }

        _held = null;
        var began = time.GetUtcNow();
        while (true)
        {
            var now = time.GetUtcNow();
            if (now - began > Patience)
            {
                throw new MailboxUnavailableException(new Fault(FaultCodes.DatabaseFailed, FaultClass.Transient, "The right to refresh this grant could not be had."));
            }

            var stored = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
            var living = stored.AccessToken is { } token && token.Value != refused?.Token.Value && now < token.ExpiresAt - Margin ? token : null;
            if (living is not null && now < living.RefreshAt)
            {
                TroubleAhead = null;
                _held = new Held(living, now, settings);
                return living;
            }

            if (Standing(stored, settings, now) is { } standing)
            {
                return Live(living, standing.Fault) ?? throw Raise(standing.Fault);
            }

            if (waits.Look(connection) is { } wait)
            {
                return Live(living, wait) ?? throw Raise(wait);
            }

            var claim = _refresh.Claim(stored.Version);
            if (await store.ClaimAsync(connection.GrantId, claim, CancellationToken.None))
            {
                // Somebody may have failed, and given the claim back, between our look and our claim: his failure is ours.
                stored = await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None);
                if (Standing(stored, settings, now) is not { } met)
                {
                    return await RefreshAsync(connection, stored, claim, living, refused?.Claims);
                }

                await store.NoteFailureAsync(connection.GrantId, claim, met, CancellationToken.None);
                return Live(living, met.Fault) ?? throw Raise(met.Fault);
            }

            // Another process is at it. What lives is good enough meanwhile; who has nothing waits for the result, or for the claim's end.
            if (living is not null)
            {
                return living;
            }

            await InPlace.DelayAsync(Glance, time, CancellationToken.None);
        }
    }

    private async Task<AccessToken> RefreshAsync(ConnectionSettings connection, StoredTokens stored, RefreshClaim claim, AccessToken? living, string? claims)
    {
        try
        {
            var fresh = await _refresh.RunAsync(connection, stored, claim, claims);
            TroubleAhead = null;
            return fresh;
        }
        catch (MailboxException exception)
        {
            var fault = Fitting(connection, exception.Fault);
            var failure = _refresh.Failure(fault, stored, Fingerprint(connection));
            await store.NoteFailureAsync(connection.GrantId, claim, failure, CancellationToken.None);
            if (fault.Class == FaultClass.Throttled)
            {
                waits.Note(connection, fault, failure.RetryAt);
            }

            Log.TokenRefreshFailed(logger, connection.GrantId, fault.Code, fault.ProviderCode, failure.RetryAt, living?.ExpiresAt);
            return Live(living, fault) ?? throw Raise(fault);
        }
#pragma warning disable CA1031 // The host's database, mostly: it costs this refresh, and not the token that still lives. The claim ends by itself.
        catch (Exception exception) when (living is not null)
#pragma warning restore CA1031
        {
            Log.TokenRefreshBroke(logger, exception, connection.GrantId, living.ExpiresAt);
            return living;
        }
    }

    /// <summary>Nobody signs in for an application; whatever it is refused with is its administrator's, and is looked at again.</summary>
    private static Fault Fitting(ConnectionSettings connection, Fault fault) =>
        connection.GrantKind == GrantKind.AppOnly && fault.Class == FaultClass.PersonMustSignIn
            ? fault with { Code = FaultCodes.ConfigurationWrong, Class = FaultClass.AdministratorMustAct }
            : fault;

    /// <summary>A failure that is to be taken for the answer: of this grant, with these settings, whose time is not over.</summary>
    private TokenFailure? Standing(StoredTokens stored, string settings, DateTimeOffset now) =>
        stored.Failure is { } failure && failure.Version == stored.Version && failure.Settings == settings && now < failure.RetryAt
        && failure.At <= now + Disagreement && (failure.At > _lookedAgainAt || failure.Fault.Class == FaultClass.Throttled)
            ? failure
            : null;

    private AccessToken? Live(AccessToken? living, Fault fault)
    {
        TroubleAhead = living is not null && fault.Class is FaultClass.AdministratorMustAct or FaultClass.PersonMustSignIn ? fault : null;
        return living;
    }

    private static string Fingerprint(ConnectionSettings connection) =>
        $"{connection.Authority} {connection.Tenant} {connection.ClientId} {string.Join(' ', connection.Credentials.Select(c => c.Id))}";

    private static MailboxException Raise(Fault fault) => fault.Class switch
    {
        FaultClass.Throttled => new MailboxThrottledException(fault),
        FaultClass.Transient => new MailboxUnavailableException(fault),
        _ => new MailboxAuthenticationException(fault),
    };

    private sealed record Held(AccessToken Token, DateTimeOffset ReadAt, string Settings)
    {
        public bool IsGood(DateTimeOffset now, string settings) => now < ReadAt + Trust && now < Token.RefreshAt && Settings == settings;
    }
}

/// <param name="Token">A token that was not accepted.</param>
/// <param name="Claims">The challenge it was refused with, as JSON.</param>
internal sealed record RefusedToken(AccessToken Token, string? Claims);
