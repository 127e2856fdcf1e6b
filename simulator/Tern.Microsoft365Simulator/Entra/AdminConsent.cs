using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An administrator allows an application for the whole tenant (v2-admin-consent).</summary>
internal static class AdminConsent
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        var fields = request.Method == "POST" ? FormFields.OfBody(request) : FormFields.OfQuery(request);
        entry.App = fields["client_id"];
        try
        {
            var tenant = TokenEndpoint.TenantOf(world, tenantKey) ?? throw new EntraRefusalException(EntraError.Of(90002, "Admin consent needs the tenant in its address."));
            var app = AppOf(world, tenant, fields["client_id"]);
            var redirect = Authorize.RedirectOf(app, fields["redirect_uri"]);
            return fields["decision"] switch
            {
                "accept" => Accept(world, tenant, app, redirect, fields["state"]),
                "cancel" => Back(redirect, $"error=access_denied&error_subcode=cancel&error_description={Uri.EscapeDataString("AADSTS65004: The administrator declined to consent.")}", fields["state"]),
                _ => EntraPages.AdminConsent(request.RawPath, tenant, app, fields),
            };
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraPages.Error(world, request, refusal.Error);
        }
    }

    /// <summary>Grants everything the registration asks for.</summary>
    internal static void Grant(World world, AppRegistration app, string tenantId)
    {
        var consent = world.State.Directory().ConsentOf(app.ClientId, tenantId);
        consent.Roles.UnionWith(app.ApplicationPermissions);
        consent.AllUsers.UnionWith(app.DelegatedPermissions.Where(s => !RequestedScopes.IsOpenId(s)));
    }

    private static SimulatedResponse Accept(World world, Tenant tenant, AppRegistration app, string redirect, string? state)
    {
        Grant(world, app, tenant.Id);
        return Back(redirect, $"admin_consent=True&tenant={tenant.Id}", state);
    }

    // A multi-tenant app comes into a foreign tenant by this very consent, so it need not be known there before.
    private static AppRegistration AppOf(World world, Tenant tenant, string? clientId) =>
        clientId is not null && world.State.Directory().FindApp(clientId) is { IsMultiTenant: true } app
            ? app
            : TokenEndpoint.AppOf(world, tenant, clientId ?? throw new EntraRefusalException(EntraError.Of(900144, "The request must contain the following parameter: 'client_id'.")));

    private static SimulatedResponse Back(string redirect, string query, string? state) =>
        SimulatedResponse.Empty(302).With(
            "Location",
            $"{redirect}{(redirect.Contains('?') ? '&' : '?')}{query}{(state is null ? string.Empty : $"&state={Uri.EscapeDataString(state)}")}");
}
