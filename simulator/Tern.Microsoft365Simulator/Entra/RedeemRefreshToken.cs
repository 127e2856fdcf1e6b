using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Exchanges a refresh token for a new access token and a newer refresh token; the old one stays good (refresh-tokens).</summary>
internal static class RedeemRefreshToken
{
    internal static JsonObject Answer(World world, TokenCall call)
    {
        var token = call.Form["refresh_token"] ?? throw EntraError.Missing("refresh_token");
        var (grant, number) = RefreshTokens.Redeem(world, call.App, call.Tenant, token);
        CrossOrigin.Check(grant.Platform, call.Origin);
        var answer = UserTokens.Answer(world, call, grant, RequestedScopes.Read(call.Form["scope"] ?? string.Empty, call.Cloud), nonce: null);
        RefreshTokens.Used(world, grant, number);
        return answer;
    }
}
