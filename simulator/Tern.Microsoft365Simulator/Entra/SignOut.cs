using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>GET /{tenant}/oauth2/v2.0/logout (v2-protocols-oidc, "Send a sign-out request"). Refresh tokens do not notice.</summary>
internal static class SignOut
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request)
    {
        var query = FormFields.OfQuery(request);
        // Only to an address that somebody has registered; otherwise the page is the end.
        return query["post_logout_redirect_uri"] is { } back && world.State.Apps.Exists(app => RedirectUris.All(app).Any(r => r.Uri == back))
            ? SimulatedResponse.Empty(302).With("Location", query["state"] is { } state ? $"{back}{(back.Contains('?') ? '&' : '?')}state={Uri.EscapeDataString(state)}" : back)
            : EntraPages.Notice(200, "You signed out of your account", "It is a good idea to close all browser windows.");
    }
}
