namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/grants: sign-ins without a browser.</summary>
internal static class GrantCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var grants = call.Simulator.Grants;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(grants.All);
            case ("POST", []):
                var body = call.Body<NewGrant>();
                return ControlCall.Show(new { refreshToken = Issue(call, body) }, 201);
            case ("DELETE", [var id]):
                grants.Revoke(grants.All.FirstOrDefault(g => g.Id == id) ?? throw ControlRefusalException.NotFound($"grant {id}"));
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static string Issue(ControlCall call, NewGrant body)
    {
        try
        {
            return call.Simulator.Grants.IssueRefreshToken(call.App(body.ClientId), call.User(body.User), body.Scopes);
        }
        catch (Entra.EntraRefusalException refusal)
        {
            throw new ControlRefusalException(400, refusal.Message);
        }
    }

    private sealed record NewGrant(string ClientId, string User, string[] Scopes);
}
