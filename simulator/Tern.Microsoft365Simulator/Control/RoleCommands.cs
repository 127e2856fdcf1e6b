namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/apps/{id}/roles: RBAC for Applications.</summary>
internal static class RoleCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string clientId, string[] rest)
    {
        var (roles, app) = (call.Simulator.Roles, call.App(clientId));
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(roles.Of(app));
            case ("POST", []):
                return Add(call, clientId);
            case ("DELETE", [var id]):
                var assignment = roles.Of(app).FirstOrDefault(a => a.Id == id) ?? throw ControlRefusalException.NotFound($"role assignment {id}");
                roles.Remove(assignment);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Add(ControlCall call, string clientId)
    {
        var body = call.Body<NewRole>();
        try
        {
            var made = call.Simulator.Roles.Assign(call.App(clientId), body.Role, body.Mailboxes);
            return ControlCall.Show(made, 201);
        }
        catch (ArgumentException unknown)
        {
            throw ControlRefusalException.Of(unknown);
        }
    }

    private sealed record NewRole(string Role, string[]? Mailboxes = null);
}
