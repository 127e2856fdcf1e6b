using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>Who signed in, and which access tokens were given out, on the overview.</summary>
internal static class TokenSection
{
    private const int Shown = 20;

    internal static string Show(World world) => $"<h3>Sign-ins</h3>{SignIns(world)}<h3>Last access tokens</h3>{AccessTokens(world)}";

    private static string AccessTokens(World world) => Table.Of(
        "Last access tokens",
        ["Issued", "Application", "For", "Resource", "Ends", "State"],
        world.Tokens.NewestFirst.Take(Shown).Select(t => new[]
        {
            OverviewPage.Time(t.Issued),
            Html.Encode(world.State.Directory().FindApp(t.ClientId)?.DisplayName ?? t.ClientId),
            Html.Encode(t.UserId is { } id ? world.State.Directory().FindUser(id)?.UserPrincipalName ?? id : "itself"),
            Html.Encode(t.Resource),
            OverviewPage.Time(t.Ends),
            t.Ends <= world.Now ? "ended" : "alive",
        }),
        "None was given out since the start.");

    private static string SignIns(World world) => Table.Of(
        "Sign-ins",
        ["Person", "Application", "Scopes", "Signed in", "Last used", "Ends when unused", "State"],
        world.State.Grants.Reverse().Take(Shown).Select(g => new[]
        {
            Html.Encode(world.State.Directory().FindUser(g.UserId)?.UserPrincipalName ?? g.UserId),
            Html.Encode(world.State.Directory().FindApp(g.ClientId)?.DisplayName ?? g.ClientId),
            Html.Encode(string.Join(' ', g.Scopes.Select(RequestedScopes.ShortName))),
            OverviewPage.Time(g.Issued),
            OverviewPage.Time(g.LastUsed),
            OverviewPage.Time(g.LastUsed + world.Settings.RefreshTokenLife),
            g.IsRevoked ? "revoked" : g.LastUsed + world.Settings.RefreshTokenLife <= world.Now ? "ended" : "alive",
        }),
        "Nobody has signed in yet. Applications that act as themselves leave no sign-in; their token requests are in the log below.");
}
