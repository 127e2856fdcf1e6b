namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/tenants</summary>
internal static class TenantCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(call.Simulator.Tenants.All);
            case ("POST", []):
                return Add(call);
            case ("GET", [var key]):
                return ControlCall.Show(call.Tenant(key));
            case ("PATCH", [var key]):
                var tenant = call.Tenant(key);
                var change = call.Body<TenantChange>();
                tenant.UsersMayConsent = change.UsersMayConsent ?? tenant.UsersMayConsent;
                tenant.IsTrial = change.IsTrial ?? tenant.IsTrial;
                return ControlCall.Show(tenant);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Add(ControlCall call)
    {
        var body = call.Body<NewTenant>();
        try
        {
            return ControlCall.Show(call.Simulator.Tenants.Add(body.Name, body.MailDomain), 201);
        }
        catch (ArgumentException taken)
        {
            throw new ControlRefusalException(409, taken.Message);
        }
    }

    private sealed record NewTenant(string Name, string? MailDomain);

    private sealed record TenantChange(bool? UsersMayConsent, bool? IsTrial);
}
