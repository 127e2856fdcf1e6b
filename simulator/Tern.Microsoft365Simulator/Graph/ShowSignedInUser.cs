using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>GET /oidc/userinfo: who signed in (OpenID Connect Core §5.3).</summary>
internal static class ShowSignedInUser
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, RequestEntry entry) => GraphAnswers.Guard(world, request, entry, () =>
    {
        var caller = GraphCaller.Identify(world, request, entry);
        var user = caller.User ?? throw GraphRefusalException.AccessDenied();
        var names = user.DisplayName.Split(' ', 2);
        return SimulatedResponse.Json(200, new JsonObject
        {
            ["sub"] = IdTokens.Subject(user, caller.App),
            ["name"] = user.DisplayName,
            ["given_name"] = names[0],
            ["family_name"] = names.Length == 2 ? names[1] : null,
            ["email"] = user.Mail,
        });
    });
}
