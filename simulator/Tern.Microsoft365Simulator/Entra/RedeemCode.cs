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
        var text = call.Form["code"] ?? throw Refused(900144, "The request body must contain the following parameter: 'code'.");
        if (!world.State.Codes.TryGetValue(text, out var code) || code.ClientId != call.App.ClientId)
        {
            throw Refused(70000, "The provided authorization code is malformed or was issued to another client.");
        }

        Check(world, call, code);
        code.IsRedeemed = true;
        var scopes = RequestedScopes.Read(call.Form["scope"] ?? string.Empty);
        var grant = new Grant
        {
            Id = world.Random.Identifier(),
            ClientId = code.ClientId,
            TenantId = code.TenantId,
            UserId = code.UserId,
            Scopes = code.Scopes,
            Issued = world.Now,
        };
        var answer = UserTokens.Answer(world, call, grant, scopes, code.Nonce);
        world.State.Grants.Add(grant);
        return answer;
    }

    private static void Check(World world, TokenCall call, AuthorizationCode code)
    {
        if (call.Tenant is { } tenant && tenant.Id != code.TenantId)
        {
            throw Refused(700005, null);
        }

        if (code.IsRedeemed)
        {
            throw Refused(54005, null);
        }

        if (world.Now >= code.Issued + world.Settings.CodeLife)
        {
            throw Refused(70008, "The provided authorization code has expired.");
        }

        if (call.Form["redirect_uri"] != code.RedirectUri)
        {
            throw Refused(50011, $"The redirect URI '{call.Form["redirect_uri"]}' does not match the redirect URI '{code.RedirectUri}' of the authorization request.");
        }

        if (code.Challenge is { } challenge && !Proves(call.Form["code_verifier"], challenge, code.IsPlainChallenge))
        {
            throw Refused(501481, null);
        }
    }

    private static bool Proves(string? verifier, string challenge, bool isPlain) =>
        verifier is not null
        && (isPlain ? verifier : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))) == challenge;

    private static EntraRefusalException Refused(int code, string? text) => new(EntraError.Of(code, text));
}
