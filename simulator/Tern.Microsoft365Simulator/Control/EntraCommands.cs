using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/entra/health and /_sim/entra/tenant-restriction</summary>
internal static class EntraCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var entra = call.Simulator.Entra;
        switch (call.Request.Method, rest)
        {
            case ("GET", ["health"]):
                return ControlCall.Show(entra.Health);
            case ("PUT", ["health"]):
                var health = call.Body<HealthBody>();
                entra.SetTrouble(health.Trouble, health.For);
                return ControlCall.Show(entra.Health);
            case ("GET", ["tenant-restriction"]):
                return ControlCall.Show(entra.Restriction);
            case ("PUT", ["tenant-restriction"]):
                var restriction = call.Body<RestrictionBody>();
                entra.RestrictTenants(restriction.Allowed, restriction.IsPolicy);
                return ControlCall.Show(entra.Restriction);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private sealed record HealthBody(EntraTrouble Trouble, TimeSpan? For = null);

    private sealed record RestrictionBody(string[]? Allowed = null, bool IsPolicy = false);
}
