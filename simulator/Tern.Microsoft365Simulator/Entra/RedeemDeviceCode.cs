using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A device asks whether the person is through (RFC 8628 §3.4).</summary>
internal static class RedeemDeviceCode
{
    /// <summary>What it was called before it had a standard; MSAL.NET still says it so.</summary>
    internal const string OldGrantType = "device_code";

    internal const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";

    internal static JsonObject Answer(World world, TokenCall call)
    {
        var text = call.Form["device_code"] ?? throw EntraError.Missing("device_code");
        var code = world.State.DeviceCodes.Find(c => c.Code == text && c.ClientId == call.App.ClientId) ?? throw new EntraRefusalException(70018);
        if (code.IsDeclined)
        {
            throw new EntraRefusalException(EntraError.Of(65004) with { OAuth = "authorization_declined" });
        }

        if (world.Now >= code.Issued + world.Settings.DeviceCodeLife)
        {
            throw new EntraRefusalException(70020);
        }

        var user = world.State.Directory().FindUser(code.UserId ?? throw new EntraRefusalException(70016)) ?? throw new EntraRefusalException(50034);
        var requested = RequestedScopes.Read(code.Scope, call.Cloud);
        var grant = new Grant
        {
            Id = world.Random.Identifier(),
            ClientId = code.ClientId,
            TenantId = user.TenantId,
            UserId = user.Id,
            Scopes = [.. requested.IsDefault ? call.App.DelegatedPermissions : requested.Permissions, .. requested.OpenId],
            Issued = world.Now,
            SecondFactor = code.SecondFactor,
            DeviceId = code.DeviceId,
            MetExternalChallenge = code.MetExternalChallenge,
        };
        var answer = UserTokens.Answer(world, call, grant, requested, nonce: null);
        world.State.DeviceCodes.Remove(code);
        world.State.Grants.Add(world, grant);
        return answer;
    }
}
