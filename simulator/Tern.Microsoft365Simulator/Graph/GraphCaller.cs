using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>Who calls, as the access token proves: the tenant, the application, and the person where there is one.</summary>
internal sealed record GraphCaller(Tenant Tenant, AppRegistration App, User? User, IReadOnlySet<string> Permissions)
{
    internal const string Bearer =
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"";

    internal bool IsApplication => User is null;

    /// <summary>Reads and checks the bearer token: signature, audience, time, tenant.</summary>
    internal static GraphCaller Identify(World world, SimulatedRequest request, RequestEntry entry)
    {
        var header = request.Header("Authorization");
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header.Length < 8)
        {
            throw Unauthorized("Access token is empty.");
        }

        var jwt = AccessTokens.Read(world, header[7..].Trim())
            ?? throw Unauthorized("CompactToken parsing failed with error code: 80049217");
        entry.App = jwt.Text("appid");
        entry.Tenant = jwt.Text("tid");
        CheckTime(world, jwt, entry);
        if (jwt.Text("aud") != CloudHosts.OfGraph(request).GraphResource)
        {
            throw Unauthorized("Access token validation failure. Invalid audience.");
        }

        var directory = world.State.Directory();
        var tenant = directory.FindTenant(jwt.Text("tid")!);
        var app = directory.FindApp(jwt.Text("appid")!);
        if (tenant is null || app is null)
        {
            throw Unauthorized("Access token validation failure. The tenant or the application does not exist any more.");
        }

        var isApplication = jwt.Text("idtyp") == "app";
        var user = isApplication ? null : directory.FindUser(jwt.Text("oid")!);
        ContinuousEvaluation.Check(world, tenant, app, user, jwt);
        if (user is null && !isApplication)
        {
            throw Unauthorized("The user of the token does not exist any more.");
        }

        return new GraphCaller(tenant, app, user, PermissionsOf(jwt, isApplication));
    }

    /// <summary>Refuses when the token has none of these permissions.</summary>
    internal void Require(params ReadOnlySpan<string> oneOf)
    {
        foreach (var permission in oneOf)
        {
            if (Permissions.Contains(permission))
            {
                return;
            }
        }

        throw GraphRefusalException.AccessDenied();
    }

    private static void CheckTime(World world, Jwt jwt, RequestEntry entry)
    {
        var expires = jwt.Time("exp")!.Value;
        entry.TokenSecondsLeft = (expires - world.Now).TotalSeconds;
        entry.TokenExpired = world.Now >= expires;
        if (entry.TokenExpired)
        {
            throw Expired();
        }

        if (jwt.Time("nbf") > world.Now.AddMinutes(5))
        {
            throw Unauthorized("Access token has expired or is not yet valid.");
        }
    }

    private static HashSet<string> PermissionsOf(Jwt jwt, bool isApplication)
    {
        var permissions = isApplication
            ? (jwt.Claims["roles"] as JsonArray ?? []).Select(r => r!.GetValue<string>())
            : (jwt.Text("scp") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new HashSet<string>(permissions, StringComparer.OrdinalIgnoreCase);
    }

    internal static GraphRefusalException Expired() => Unauthorized("Lifetime validation failed, the token is expired.");

    private static GraphRefusalException Unauthorized(string text) => new(401, "InvalidAuthenticationToken", text)
    {
        Headers = [new("WWW-Authenticate", Bearer)],
    };
}
