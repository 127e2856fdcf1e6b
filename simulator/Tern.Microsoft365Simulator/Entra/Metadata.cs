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
            var tenant = Authority.TenantOf(world, tenantKey);
            var cloud = Authority.CloudOf(request, tenant, 90038);
            return EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, Describe(request, tenant, tenantKey, cloud)));
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            // The metadata address names the trouble differently from the token endpoint.
            return EntraAnswers.Refusal(world, request, refusal.Error with { OAuth = "invalid_tenant" });
        }
    }

    /// <summary>Instance discovery, as MSAL asks for it: which hosts are one cloud.</summary>
    internal static SimulatedResponse Instances(World world, SimulatedRequest request)
    {
        var clouds = CloudHosts.All.DistinctBy(c => c.Login).Select(c => (JsonNode)new JsonObject
        {
            ["preferred_network"] = c.Login,
            ["preferred_cache"] = c.Cloud == NationalCloud.Worldwide ? "login.windows.net" : c.Login,
            ["aliases"] = new JsonArray([.. c.LoginAliases.Prepend(c.Login).Select(a => (JsonNode)a)]),
        });
        return EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"{request.BaseUrl}/common/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray([.. clouds]),
        }));
    }

    private static JsonObject Describe(SimulatedRequest request, Tenant? tenant, string tenantKey, CloudHosts cloud)
    {
        var root = $"{request.BaseUrl}/{tenant?.Id ?? tenantKey}";
        return new JsonObject
        {
            ["issuer"] = tenant is null ? $"https://{cloud.Login}/{{tenantid}}/v2.0" : IdTokens.Issuer(tenant),
            ["authorization_endpoint"] = $"{root}/oauth2/v2.0/authorize",
            ["token_endpoint"] = $"{root}/oauth2/v2.0/token",
            ["device_authorization_endpoint"] = $"{root}/oauth2/v2.0/devicecode",
            ["jwks_uri"] = $"{root}/discovery/v2.0/keys",
            ["end_session_endpoint"] = $"{root}/oauth2/v2.0/logout",
            ["userinfo_endpoint"] = OwnGraph(request, cloud) + "/oidc/userinfo",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["code_challenge_methods_supported"] = new JsonArray("plain", "S256"),
            ["claims_supported"] = new JsonArray("sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email"),
            ["request_uri_parameter_supported"] = false,
            ["tenant_region_scope"] = "EU",
            ["cloud_instance_name"] = cloud.Instance,
            ["cloud_graph_host_name"] = "graph.windows.net",
            ["msgraph_host"] = cloud.Graph,
        };
    }

    // Whoever came by a name of Microsoft's can go on by one; on a loopback address both faces are the same.
    private static string OwnGraph(SimulatedRequest request, CloudHosts cloud) =>
        Array.Exists(CloudHosts.All, c => request.BaseUrl.EndsWith("//" + c.Login, StringComparison.Ordinal)) ? cloud.GraphResource : request.BaseUrl;
}
