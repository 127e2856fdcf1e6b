using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/tenants/{tenant}/policies</summary>
internal static class PolicyCommands
{
    internal static SimulatedResponse Answer(ControlCall call, Tenant tenant, string[] rest)
    {
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(tenant.Policies);
            case ("POST", []):
                return Add(call, tenant);
            case ("DELETE", [var id]):
                call.Simulator.Policies.Remove(tenant, id);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Add(ControlCall call, Tenant tenant)
    {
        var body = call.Body<NewPolicy>();
        try
        {
            return ControlCall.Show(
                call.Simulator.Policies.Add(tenant, body.Requires, body.Users?.Select(call.User), body.Apps?.Select(call.App), body.ExceptNetworks, body.Every), 201);
        }
        catch (ArgumentException problem)
        {
            throw ControlRefusalException.Of(problem);
        }
    }

    private sealed record NewPolicy(PolicyRequirement Requires, string[]? Users = null, string[]? Apps = null, string[]? ExceptNetworks = null, TimeSpan? Every = null);
}
