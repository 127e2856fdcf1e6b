using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What clients can learn without asking anybody (OpenID Connect Discovery §4).</summary>
internal static class Metadata
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        try
        {
            var tenant = TokenEndpoint.TenantOf(world, tenantKey);
            var key = tenant?.Id ?? tenantKey;
            var root = $"{request.BaseUrl}/{key}";
            return EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, new JsonObject
            {
                ["issuer"] = tenant is null ? "https://login.microsoftonline.com/{tenantid}/v2.0" : IdTokens.Issuer(tenant),
                ["authorization_endpoint"] = $"{root}/oauth2/v2.0/authorize",
                ["token_endpoint"] = $"{root}/oauth2/v2.0/token",
                ["jwks_uri"] = $"{root}/discovery/v2.0/keys",
                ["end_session_endpoint"] = $"{root}/oauth2/v2.0/logout",
                ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
                ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
                ["response_types_supported"] = new JsonArray("code"),
                ["subject_types_supported"] = new JsonArray("pairwise"),
                ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
                ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                ["code_challenge_methods_supported"] = new JsonArray("plain", "S256"),
                ["tenant_region_scope"] = "EU",
                ["cloud_instance_name"] = "microsoftonline.com",
                ["cloud_graph_host_name"] = "graph.windows.net",
                ["msgraph_host"] = "graph.microsoft.com",
            }));
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            // The metadata address names the trouble differently from the token endpoint.
            return EntraAnswers.Refusal(world, request, refusal.Error with { OAuth = "invalid_tenant" });
        }
    }

    /// <summary>Instance discovery, as MSAL asks for it.</summary>
    internal static SimulatedResponse Instances(World world, SimulatedRequest request) =>
        EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"{request.BaseUrl}/common/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = "login.microsoftonline.com",
                ["preferred_cache"] = "login.windows.net",
                ["aliases"] = new JsonArray("login.microsoftonline.com", "login.windows.net"),
            }),
        }));
}
