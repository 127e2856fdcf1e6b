using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.Features.Mailboxes;

/// <summary>Live checks from the network to the token: the same for the pages on which a mailbox is connected and for <c>tern mailbox verify</c>.</summary>
internal sealed class ConnectionChecks(
    ReachabilityProbe reach, ProviderClock clock, OutgoingProxy proxy, TokenKeeper tokens, IDbContextFactory<TernDbContext> contexts)
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);

    /// <summary>Assertions and tokens are judged with five minutes of grace (Entra: AADSTS700024).</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Entra, Graph, the clock and the proxy, each for itself.</summary>
    internal async Task<IReadOnlyList<CheckLine>> NetworkAsync(Uri authority, Uri api, CancellationToken cancellationToken)
    {
        var entra = CheckLine.Of("entra", await reach.EntraAsync(authority, cancellationToken)) with { Values = [authority.Host] };
        var graph = CheckLine.Of("graph", await reach.GraphAsync(api, cancellationToken)) with { Values = [api.Host] };
        var isReached = entra.Result == CheckResult.Ok || graph.Result == CheckResult.Ok;
        return [entra, graph, isReached ? Clock() : CheckLine.Skipped("clock", "AfterFailed"), await proxy.CheckAsync(authority, cancellationToken)];
    }

    internal async Task<(CheckLine Line, string? TenantId)> TenantAsync(Uri authority, string tenant, CancellationToken cancellationToken)
    {
        var (id, fault) = await reach.TenantAsync(authority, tenant, cancellationToken);
        return (CheckLine.Of("tenant", fault) with { Hint = fault is null && id is not null ? "TenantIs" : null, Values = id is null ? [] : [id] }, id);
    }

    /// <param name="connection">Fresh settings.</param>
    /// <param name="isNew">Another token than the one that is kept: rights that were granted since are in new tokens only.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async Task<(CheckLine Line, AccessToken? Token)> TokenAsync(ConnectionSettings connection, bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            tokens.LookAgain(connection);
            var token = await tokens.GetAsync(connection, cancellationToken);
            if (isNew)
            {
                token = await tokens.ReplaceAsync(connection, token, claims: null, cancellationToken);
            }

            return (CheckLine.Ok("token", "TokenFor", (token.ExpiresAt - token.IssuedAt).TotalMinutes.ToString("0", CultureInfo.InvariantCulture)), token);
        }
        catch (MailboxException exception)
        {
            return (CheckLine.Of("token", exception.Fault), null);
        }
    }

    /// <summary>The permissions that came with the last token; null where they cannot be seen.</summary>
    internal async Task<IReadOnlyList<string>?> PermissionsAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(connection.GrantId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Grants.Where(g => g.ConnectionId == id).Select(g => g.Permissions).SingleOrDefaultAsync(cancellationToken);
        return stored?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <param name="connection">Whose.</param>
    /// <param name="granted">The permissions of the last token.</param>
    /// <param name="none">How it stands where none are in it: rights may come from roles in Exchange, which no token shows.</param>
    internal static CheckLine Permissions(ConnectionSettings connection, IReadOnlyList<string>? granted, CheckResult none)
    {
        if (granted is not { Count: > 0 })
        {
            return new CheckLine("permissions", none) { Hint = granted is null ? "PermissionsUnseen" : none == CheckResult.Failed ? "ConsentNotGiven" : "PermissionsNone" };
        }

        var missing = NeededPermissions.ForMail(connection.GrantKind, connection.IsShared).Where(p => !granted.Contains(p, StringComparer.OrdinalIgnoreCase)).ToList();
        return missing.Count == 0
            ? CheckLine.Ok("permissions", "PermissionsAre", string.Join(", ", granted))
            : CheckLine.Failed("permissions", "PermissionsMissing", string.Join(", ", missing));
    }

    private CheckLine Clock()
    {
        var offset = clock.Offset ?? TimeSpan.Zero;
        var seconds = Math.Abs(offset.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        return offset.Duration() <= Noticeable
            ? CheckLine.Ok("clock", "ClockRight")
            : new CheckLine("clock", offset.Duration() <= Grace ? CheckResult.Warning : CheckResult.Failed) { Hint = offset > TimeSpan.Zero ? "ClockBehind" : "ClockAhead", Values = [seconds] };
    }
}
