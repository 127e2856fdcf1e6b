using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The answer to a code or refresh token once it is accepted: tokens for one resource of a user's grant.</summary>
internal static class UserTokens
{
    internal static JsonObject Answer(World world, TokenCall call, Grant grant, RequestedScopes requested, string? nonce)
    {
        var directory = world.State.Directory();
        var tenant = directory.FindTenant(grant.TenantId)!;
        var user = UserOf(world, grant);
        var resource = ResourceOf(grant, requested);
        var permissions = Allowed(world, call.App, grant, user, requested, resource);
        grant.LastUsed = world.Now;
        var openId = grant.Scopes.Where(RequestedScopes.IsOpenId).ToList();
        var (token, seconds) = AccessTokens.Issue(world, tenant, call.App, user, resource, permissions);
        var body = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["scope"] = string.Join(' ', permissions.Select(p => $"{resource}/{RequestedScopes.ShortName(p)}").Concat(openId.Where(s => s != "offline_access"))),
            ["expires_in"] = world.Settings.ExpiresInAsString ? $"{seconds}" : seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = token,
        };
        if (openId.Contains("offline_access"))
        {
            var refresh = RefreshTokens.Issue(world, grant);
            if (!world.Settings.OmitRefreshToken || call.Form["grant_type"] == "authorization_code")
            {
                body["refresh_token"] = refresh;
            }
        }

        if (requested.WantsIdToken || (requested.OpenId.Count == 0 && openId.Contains("openid")))
        {
            body["id_token"] = IdTokens.Issue(world, tenant, call.App, user, nonce);
        }

        if (call.Form["client_info"] is not null)
        {
            body["client_info"] = Base64Url.EncodeToString(JsonText.Bytes(new JsonObject { ["uid"] = user.Id, ["utid"] = tenant.Id }));
        }

        return body;
    }

    /// <summary>The person of a grant, still there, enabled, and not signed out everywhere since.</summary>
    internal static User UserOf(World world, Grant grant)
    {
        var user = world.State.Directory().FindUser(grant.UserId) ?? throw new EntraRefusalException(EntraError.Of(50034));
        if (!user.IsEnabled)
        {
            throw new EntraRefusalException(EntraError.Of(50057));
        }

        return user.TokensValidFrom is { } from && grant.Issued < from
            ? throw new EntraRefusalException(EntraError.Of(50173, $"The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{grant.Issued:O}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{from:O}'."))
            : user;
    }

    private static string ResourceOf(Grant grant, RequestedScopes requested) => requested.Resources switch
    {
        { Count: > 1 } => throw new EntraRefusalException(EntraError.Of(700022)),
        { Count: 1 } => requested.Resources[0],
        _ => grant.Scopes.Where(s => !RequestedScopes.IsOpenId(s)).Select(RequestedScopes.ResourceOf).FirstOrDefault() ?? RequestedScopes.Graph,
    };

    // Equal to or a subset of what is consented now; consent withdrawn later kills the refresh (65001).
    private static List<string> Allowed(World world, AppRegistration app, Grant grant, User user, RequestedScopes requested, string resource)
    {
        var consent = world.State.Directory().FindConsent(app.ClientId, grant.TenantId);
        var wanted = requested.Permissions.Count > 0
            ? requested.Permissions
            : [.. (requested.IsDefault ? consent?.For(user.Id) ?? [] : grant.Scopes).Where(s => !RequestedScopes.IsOpenId(s) && RequestedScopes.ResourceOf(s) == resource)];
        return consent is not null && consent.Covers(user.Id, wanted) && (wanted.Count > 0 || consent.For(user.Id).Any())
            ? [.. wanted.Distinct(StringComparer.OrdinalIgnoreCase)]
            : throw new EntraRefusalException(EntraError.Of(65001, $"The user or administrator has not consented to use the application with ID '{app.ClientId}' named '{app.DisplayName}'. Send an interactive authorization request for this user and resource."));
    }
}
