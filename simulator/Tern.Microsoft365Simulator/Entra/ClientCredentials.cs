using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A token for the application itself (v2-oauth2-client-creds-grant-flow). Never with a refresh token.</summary>
internal static class ClientCredentials
{
    internal static JsonObject Answer(World world, TokenCall call)
    {
        var text = call.Form["scope"] ?? throw new EntraRefusalException(EntraError.Of(900144, "The request body must contain the following parameter: 'scope'."));
        var scopes = RequestedScopes.Read(text);
        if (!scopes.IsDefault || scopes.Permissions.Count > 0)
        {
            throw new EntraRefusalException(EntraError.Of(1002012, $"The provided value for scope {text} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."));
        }

        if (scopes.Resources.Count > 1)
        {
            throw new EntraRefusalException(EntraError.Of(700022));
        }

        var tenant = call.Tenant!;
        var resource = scopes.Resources[0];
        // Consent decides what is in the token; without any the token has no roles, which only Graph minds.
        var roles = world.State.Directory().FindConsent(call.App.ClientId, tenant.Id)?.Roles
            .Where(r => RequestedScopes.ResourceOf(r) == resource) ?? [];
        var (token, seconds) = AccessTokens.Issue(world, tenant, call.App, user: null, resource, roles);
        return new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = world.Settings.ExpiresInAsString ? $"{seconds}" : seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = token,
        };
    }
}
