using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The paths of login.microsoftonline.com.</summary>
internal static class EntraRouter
{
    /// <returns>Null when the path is none of Entra's.</returns>
    internal static SimulatedResponse? Answer(World world, SimulatedRequest request, string[] segments, RequestEntry entry)
    {
        entry.Tenant = segments.Length > 0 ? segments[0] : null;
        return (request.Method, segments) switch
        {
            ("POST", [var tenant, "oauth2", "v2.0", "token"]) => TokenEndpoint.Answer(world, request, tenant, entry),
            ("OPTIONS", [_, "oauth2", "v2.0", "token"]) => CrossOrigin.Allow(request, SimulatedResponse.Empty(200)),
            ("GET" or "POST", [var tenant, "oauth2", "v2.0", "authorize"]) => Authorize.Answer(world, request, tenant, entry),
            ("POST", [var tenant, "oauth2", "v2.0", "devicecode"]) => DeviceAuthorization.Answer(world, request, tenant, entry),
            ("GET" or "POST", ["common", "oauth2", "deviceauth"]) => DeviceLogin.Answer(world, request, entry),
            ("GET", [_, "oauth2", "v2.0", "logout"]) => SignOut.Answer(world, request),
            ("GET" or "POST", [var tenant, "adminconsent"]) => AdminConsent.Answer(world, request, tenant, isDynamic: false, entry),
            ("GET" or "POST", [var tenant, "v2.0", "adminconsent"]) => AdminConsent.Answer(world, request, tenant, isDynamic: true, entry),
            ("GET", [var tenant, "v2.0", ".well-known", "openid-configuration"]) => Metadata.Answer(world, request, tenant, entry),
            ("GET", [_, "discovery", "v2.0", "keys"]) => EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, IdTokens.Keys())),
            ("GET", ["common", "discovery", "instance"]) => Metadata.Instances(world, request),
            _ => null,
        };
    }
}
