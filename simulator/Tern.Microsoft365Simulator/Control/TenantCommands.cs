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
                return Change(call, call.Tenant(key));
            case ("PUT", [var key, "resources"]):
                return SetResource(call, call.Tenant(key));
            case (_, [var key, "policies", .. var tail]):
                return PolicyCommands.Answer(call, call.Tenant(key), tail);
            case (_, [var key, "devices", .. var tail]):
                return DeviceCommands.Answer(call, call.Tenant(key), tail);
            case (_, [var key, "principals", .. var tail]):
                return PrincipalCommands.Answer(call, call.Tenant(key), tail);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Add(ControlCall call)
    {
        var body = call.Body<NewTenant>();
        try
        {
            return ControlCall.Show(call.Simulator.Tenants.Add(body.Name, body.MailDomain, body.Cloud), 201);
        }
        catch (ArgumentException wrong)
        {
            throw ControlRefusalException.Of(wrong);
        }
        catch (InvalidOperationException taken)
        {
            throw new ControlRefusalException(409, taken.Message);
        }
    }

    private static SimulatedResponse Change(ControlCall call, Entra.Tenant tenant)
    {
        var body = call.Body<TenantChange>();
        tenant.UsersMayConsent = body.UsersMayConsent ?? tenant.UsersMayConsent;
        tenant.TakesConsentRequests = body.TakesConsentRequests ?? tenant.TakesConsentRequests;
        tenant.SecurityDefaults = body.SecurityDefaults ?? tenant.SecurityDefaults;
        tenant.IsTrial = body.IsTrial ?? tenant.IsTrial;
        tenant.EvaluatesWorkloads = body.EvaluatesWorkloads ?? tenant.EvaluatesWorkloads;
        // 0 takes the limit away.
        tenant.TokenRequestLimit = body.TokenRequestLimit is { } limit ? (limit == 0 ? null : limit) : tenant.TokenRequestLimit;
        if (body.Partners is { } partners)
        {
            tenant.Partners.Clear();
            tenant.Partners.AddRange(partners.Select(p => call.Tenant(p).Id));
        }

        return ControlCall.Show(tenant);
    }

    private static SimulatedResponse SetResource(ControlCall call, Entra.Tenant tenant)
    {
        var body = call.Body<ResourceBody>();
        try
        {
            call.Simulator.Tenants.SetResource(tenant, body.Resource, body.State);
        }
        catch (ArgumentException unknown)
        {
            throw ControlRefusalException.Of(unknown);
        }

        return ControlCall.Show(tenant);
    }

    private sealed record NewTenant(string Name, string? MailDomain = null, Entra.NationalCloud Cloud = Entra.NationalCloud.Worldwide);

    private sealed record TenantChange(
        bool? UsersMayConsent = null,
        bool? TakesConsentRequests = null,
        bool? SecurityDefaults = null,
        bool? EvaluatesWorkloads = null,
        int? TokenRequestLimit = null,
        string[]? Partners = null,
        bool? IsTrial = null);

    private sealed record ResourceBody(string Resource, Entra.ResourceState State);
}
