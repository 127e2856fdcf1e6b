using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>POST /{tenant}/oauth2/v2.0/devicecode: begins a sign-in that goes on at another screen (v2-oauth2-device-code).</summary>
internal static class DeviceAuthorization
{
    // No vowels and nothing that looks like something else, so that no word comes about and nothing is mistyped.
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ23456789";

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        try
        {
            var form = FormFields.OfBody(request);
            entry.App = form["client_id"];
            world.State.EntraHealth.Check(world, tenantKey);
            var tenant = Authority.TenantOf(world, tenantKey);
            var cloud = Authority.CloudOf(request, tenant, 90038);
            var app = Authority.AppOf(world, tenantKey, tenant, cloud, form["client_id"] ?? throw EntraError.Missing("client_id"));
            var scope = form["scope"] ?? throw EntraError.Missing("scope");
            RequestedScopes.Read(scope, cloud, malformed: 70011).CheckDefault();
            var code = Begin(world, app, tenant, scope);
            return EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, Describe(world, request, code)));
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraAnswers.Refusal(world, request, refusal.Error);
        }
    }

    private static DeviceCode Begin(World world, AppRegistration app, Tenant? tenant, string scope)
    {
        var userCode = new char[9];
        for (var i = 0; i < userCode.Length; i++)
        {
            userCode[i] = Letters[world.Random.Next(Letters.Length)];
        }

        var code = new DeviceCode
        {
            UserCode = new string(userCode),
            Code = "1.D" + Convert.ToHexStringLower(world.Random.Bytes(48)),
            ClientId = app.ClientId,
            TenantId = tenant?.Id,
            Scope = scope,
            Issued = world.Now,
        };
        // What ended an hour ago is of interest to nobody; a device that still polls is told that it is invalid.
        world.State.DeviceCodes.RemoveAll(c => world.Now >= c.Issued + world.Settings.DeviceCodeLife + TimeSpan.FromHours(1));
        world.State.DeviceCodes.Add(code);
        return code;
    }

    private static JsonObject Describe(World world, SimulatedRequest request, DeviceCode code)
    {
        var page = $"{request.BaseUrl}/common/oauth2/deviceauth";
        return new JsonObject
        {
            ["user_code"] = code.UserCode,
            ["device_code"] = code.Code,
            ["verification_uri"] = page,
            ["expires_in"] = (int)world.Settings.DeviceCodeLife.TotalSeconds,
            ["interval"] = (int)world.Settings.DeviceCodeInterval.TotalSeconds,
            ["message"] = $"To sign in, use a web browser to open the page {page} and enter the code {code.UserCode} to authenticate.",
        };
    }
}
