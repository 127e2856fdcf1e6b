using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A token for the application itself (v2-oauth2-client-creds-grant-flow). Never with a refresh token.</summary>
internal static class ClientCredentials
{
    internal static JsonObject Answer(World world, TokenCall call)
    {
        var text = call.Form["scope"] ?? throw EntraError.Missing("scope");
        var scopes = RequestedScopes.Read(text, call.Cloud, malformed: 70011);
        if (!scopes.IsDefault || scopes.Permissions.Count > 0)
        {
            throw new EntraRefusalException(1002012, $"The provided value for scope {text} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }

        if (scopes.Resources.Count > 1)
        {
            throw new EntraRefusalException(700022);
        }

        var tenant = call.Tenant!;
        var resource = scopes.Resources[0];
        Resources.Check(tenant, call.App, resource, scopes, isDelegated: false);
        CheckLocation(world, tenant, call.App);
        // Consent decides what is in the token; without any the token has no roles, which only Graph minds.
        var roles = world.State.Directory().FindConsent(call.App.ClientId, tenant.Id)?.Roles
            .Where(r => RequestedScopes.ResourceOf(r) == resource).ToList() ?? [];
        return AccessTokens.Issue(world, call, tenant, user: null, grant: null, resource, roles);
    }

    // Of all policies only blocking reaches an application without a user, and only with the licence (workload-identity).
    private static void CheckLocation(World world, Tenant tenant, AppRegistration app)
    {
        if (tenant.EvaluatesWorkloads && tenant.Policies.Exists(p => p is { Requires: PolicyRequirement.Block, Users: null } && SignInPolicies.Concerns(world, p, app.ObjectId, app)))
        {
            throw new EntraRefusalException(53003);
        }
    }
}
