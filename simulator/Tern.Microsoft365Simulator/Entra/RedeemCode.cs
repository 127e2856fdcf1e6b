using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Exchanges an authorization code, once, within ten minutes, by the client that asked for it (RFC 6749 §4.1.3, RFC 7636 §4.6).</summary>
internal static class RedeemCode
{
    internal static JsonObject Answer(World world, TokenCall call)
    {
        var text = call.Form["code"] ?? throw EntraError.Missing("code");
        if (!world.State.Codes.TryGetValue(text, out var code) || code.ClientId != call.App.ClientId)
        {
            throw new EntraRefusalException(70000, "The provided authorization code is malformed or was issued to another client.");
        }

        Check(world, call, code);
        code.IsRedeemed = true;
        var grant = new Grant
        {
            Id = world.Random.Identifier(),
            ClientId = code.ClientId,
            TenantId = code.TenantId,
            UserId = code.UserId,
            Scopes = code.Scopes,
            Issued = world.Now,
            Platform = code.Platform,
            SecondFactor = code.SecondFactor,
            DeviceId = code.DeviceId,
            MetExternalChallenge = code.MetExternalChallenge,
        };
        var answer = UserTokens.Answer(world, call, grant, Scopes(call), code.Nonce);
        world.State.Grants.Add(world, grant);
        return answer;
    }

    private static RequestedScopes Scopes(TokenCall call)
    {
        // Left out it means what was consented to; there but empty it means nothing.
        if (call.Form.Many("scope").Any(string.IsNullOrWhiteSpace))
        {
            throw new EntraRefusalException(28003);
        }

        return RequestedScopes.Read(call.Form["scope"] ?? string.Empty, call.Cloud);
    }

    private static void Check(World world, TokenCall call, AuthorizationCode code)
    {
        if (call.Tenant is { } tenant && tenant.Id != code.TenantId)
        {
            throw new EntraRefusalException(700005);
        }

        if (code.IsRedeemed)
        {
            throw new EntraRefusalException(54005);
        }

        if (world.Now >= code.Issued + world.Settings.CodeLife)
        {
            throw new EntraRefusalException(70008, "The provided authorization code or refresh token has expired due to inactivity. The authorization code was issued too long ago; ask for a new one.");
        }

        if (call.Form["redirect_uri"] != code.RedirectUri)
        {
            throw new EntraRefusalException(50011, $"The redirect URI '{call.Form["redirect_uri"]}' does not match the redirect URI '{code.RedirectUri}' of the authorization request.");
        }

        CrossOrigin.Check(code.Platform, call.Origin);
        if (code.Challenge is { } challenge && !Proves(call.Form["code_verifier"], challenge, code.IsPlainChallenge))
        {
            throw new EntraRefusalException(501481);
        }
    }

    private static bool Proves(string? verifier, string challenge, bool isPlain) =>
        verifier is not null
        && (isPlain ? verifier : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))) == challenge;
}
