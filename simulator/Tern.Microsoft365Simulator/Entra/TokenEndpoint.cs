using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>POST /{tenant}/oauth2/v2.0/token: tells the grants apart after the questions common to all (RFC 6749 §3.2).</summary>
internal static class TokenEndpoint
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        try
        {
            var form = ReadForm(request);
            entry.Grant = form["grant_type"];
            var (clientId, secret) = ClientAuthentication.Read(request, form);
            entry.App = clientId;
            var call = Identify(world, request, tenantKey, form, clientId, secret);
            return TokenOddities.Apply(world, request, Redeem(world, call));
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraAnswers.Refusal(world, request, refusal.Error);
        }
    }

    private static JsonObject Redeem(World world, TokenCall call) => call.Form["grant_type"] switch
    {
        "authorization_code" => RedeemCode.Answer(world, call),
        "refresh_token" => RedeemRefreshToken.Answer(world, call),
        "client_credentials" => ClientCredentials.Answer(world, call),
        RedeemDeviceCode.GrantType or RedeemDeviceCode.OldGrantType => RedeemDeviceCode.Answer(world, call),
        null => throw EntraError.Missing("grant_type"),
        var other => throw new EntraRefusalException(70003, $"The app requested an unsupported grant type '{other}'."),
    };

    private static TokenCall Identify(World world, SimulatedRequest request, string tenantKey, FormFields form, string? clientId, string? secret)
    {
        world.State.EntraHealth.Check(world, tenantKey);
        var tenant = Authority.TenantOf(world, tenantKey);
        var isConfidential = secret is not null || form["client_assertion"] is not null;
        var cloud = Authority.CloudOf(request, tenant, !isConfidential ? 90038 : form["grant_type"] == "client_credentials" ? 900382 : 900432);
        if (tenant is not null)
        {
            world.State.TenantRestriction.Check(request, tenant);
            RequestCounter.CheckTenant(world, tenant);
        }

        var app = Authority.AppOf(world, tenantKey, tenant, cloud, clientId ?? throw EntraError.Missing("client_id"));
        RequestCounter.CheckClient(world, app);
        if (tenant is null && form["grant_type"] == "client_credentials")
        {
            throw new EntraRefusalException(9001023);
        }

        var call = new TokenCall(tenantKey.ToLowerInvariant(), tenant, app, form, cloud, request.Header("Origin"), isConfidential);
        ClientAuthentication.Check(world, call, secret);
        RequestCounter.CheckLoop(world, tenantKey, clientId, form);
        return call;
    }

    // RFC 6749 §3.2: a form, and no parameter twice.
    private static FormFields ReadForm(SimulatedRequest request)
    {
        var form = FormFields.OfBody(request);
        var type = request.Header("Content-Type");
        return (type is null || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            && form.All.GroupBy(f => f.Key, StringComparer.Ordinal).All(same => same.Count() == 1)
                ? form
                : throw new EntraRefusalException(9002313);
    }
}
