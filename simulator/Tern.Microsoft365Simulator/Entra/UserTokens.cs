using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The answer to a code or refresh token once it is accepted: tokens for one resource of a user's grant.</summary>
internal static class UserTokens
{
    internal static JsonObject Answer(World world, TokenCall call, Grant grant, RequestedScopes requested, string? nonce)
    {
        var tenant = world.State.Directory().FindTenant(grant.TenantId)!;
        var user = Judge(world, call.App, grant);
        requested.CheckDefault();
        var resource = ResourceOf(grant, requested);
        Resources.CheckAuthority(call.TenantKey, call.App, resource);
        Resources.Check(tenant, call.App, resource, requested, isDelegated: true);
        var permissions = Allowed(world, call.App, grant, user, requested, resource);
        grant.LastUsed = world.Now;
        var openId = grant.Scopes.Where(RequestedScopes.IsOpenId).ToList();
        var body = AccessTokens.Issue(world, call, tenant, user, grant, resource, permissions);
        body.Insert(1, "scope", string.Join(' ', permissions.Select(p => NameOf(world, tenant, p, requested)).Concat(openId.Where(s => s != "offline_access"))));
        // What is not handed out is not made either: with strict rotation it would be the only good one.
        if (openId.Contains("offline_access") && (!world.Settings.OmitRefreshToken || call.Form["grant_type"] != "refresh_token"))
        {
            body["refresh_token"] = RefreshTokens.Issue(world, grant);
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

    /// <summary>The person of a grant, whose sign-in still holds against everything that has happened since.</summary>
    internal static User Judge(World world, AppRegistration app, Grant grant)
    {
        var directory = world.State.Directory();
        var user = directory.FindUser(grant.UserId) ?? throw new EntraRefusalException(50034);
        SignInRights.CheckAccount(world, user);
        CheckRevoked(user.HomeUserId is { } home ? directory.FindUser(home)! : user, grant);
        var tenant = directory.FindTenant(grant.TenantId)!;
        Authority.CheckPrincipal(directory, app, tenant);
        SignInRights.CheckAssignment(world, app, user);
        SignInPolicies.Check(world, tenant, app, user, SignInFacts.Of(grant));
        return user;
    }

    private static void CheckRevoked(User user, Grant grant)
    {
        if (grant.IsRevoked || (user.TokensValidFrom is { } valid && grant.Issued < valid))
        {
            throw new EntraRefusalException(50173, $"The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{grant.Issued:O}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{user.TokensValidFrom ?? grant.Issued:O}'.");
        }

        if (grant.EndedBy is { } code)
        {
            throw new EntraRefusalException(code);
        }
    }

    // "Full or short names": as they were asked for, unless told otherwise.
    private static string NameOf(World world, Tenant tenant, string permission, RequestedScopes requested) => world.Settings.FullScopeNames
        ? $"{RequestedScopes.InCloud(RequestedScopes.ResourceOf(permission), tenant.Cloud)}/{RequestedScopes.ShortName(permission)}"
        : requested.Echo(permission);

    private static string ResourceOf(Grant grant, RequestedScopes requested) => requested.Resources switch
    {
        { Count: > 1 } => throw new EntraRefusalException(700022),
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
            : throw new EntraRefusalException(65001, $"The user or administrator has not consented to use the application with ID '{app.ClientId}' named '{app.DisplayName}'. Send an interactive authorization request for this user and resource.");
    }
}
