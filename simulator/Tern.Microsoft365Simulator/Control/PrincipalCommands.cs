using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/tenants/{tenant}/principals</summary>
internal static class PrincipalCommands
{
    internal static SimulatedResponse Answer(ControlCall call, Tenant tenant, string[] rest)
    {
        var principals = call.Simulator.Principals;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(principals.Of(tenant));
            case ("PUT", [var id]):
                return Change(call, principals.Add(call.App(id), tenant));
            case ("DELETE", [var id]):
                principals.Remove(call.App(id), tenant);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Change(ControlCall call, ServicePrincipal principal)
    {
        var body = call.Body<PrincipalBody>();
        principal.IsEnabled = body.IsEnabled ?? principal.IsEnabled;
        principal.RequiresAssignment = body.RequiresAssignment ?? principal.RequiresAssignment;
        if (body.Assigned is { } people)
        {
            principal.Assigned.Clear();
            principal.Assigned.AddRange(people.Select(p => call.User(p).Id));
        }

        return ControlCall.Show(principal);
    }

    private sealed record PrincipalBody(bool? IsEnabled = null, bool? RequiresAssignment = null, string[]? Assigned = null);
}
