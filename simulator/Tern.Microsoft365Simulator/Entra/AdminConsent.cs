using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// An administrator allows an application for the whole tenant (v2-admin-consent): everything in the registration, or,
/// at the address of version 2, the scopes that are asked for.
/// </summary>
internal static class AdminConsent
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, bool isDynamic, RequestEntry entry)
    {
        var fields = request.Method == "POST" ? FormFields.OfBody(request) : FormFields.OfQuery(request);
        entry.App = fields["client_id"];
        try
        {
            world.State.EntraHealth.Check(world, tenantKey);
            var administrator = AdministratorOf(world, request, tenantKey, fields);
            var tenant = Authority.TenantOf(world, administrator?.TenantId ?? tenantKey);
            var cloud = Authority.CloudOf(request, tenant, 90038);
            var clientId = fields["client_id"] ?? throw EntraError.Missing("client_id", "request");
            // Through a shared address only an application for many tenants is known.
            var shared = Authority.TenantOf(world, tenantKey) is null ? Authority.AppOf(world, tenantKey, tenant: null, cloud, clientId) : null;
            var app = tenant is null ? shared! : AppOf(world, tenant, cloud, clientId);
            var redirect = RedirectUris.Address(RedirectUris.Match(app, fields["redirect_uri"]).Uri);
            var wanted = isDynamic
                ? RequestedScopes.Read(fields["scope"] ?? throw EntraError.Missing("scope", "request"), cloud, malformed: 70011)
                : new RequestedScopes([], [], [], IsDefault: true);
            wanted.CheckDefault();
            if (wanted.IsDefault)
            {
                wanted = wanted with { Permissions = [.. app.DelegatedPermissions.Where(s => !RequestedScopes.IsOpenId(s))] };
            }

            return fields["decision"] == "cancel"
                ? Back(redirect, $"error=access_denied&error_subcode=cancel&error_description={Uri.EscapeDataString("AADSTS65004: The administrator declined to consent.")}", fields["state"])
                : tenant is null
                    ? EntraPages.ChooseAccount(world, request.RawPath, fields, app, Candidates(world, request))
                    : Decide(world, request, tenant, app, wanted, redirect, fields);
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
        Answered(world, app, tenantId);
    }

    // Through "organizations" and "common" it is the tenant of the administrator who signs in; nobody else's page has an account to choose.
    private static User? AdministratorOf(World world, SimulatedRequest request, string tenantKey, FormFields fields)
    {
        if (tenantKey.ToLowerInvariant() is "consumers" or Authority.ConsumersId)
        {
            throw new EntraRefusalException(90002, "Admin consent needs an organization: a tenant, organizations or common.");
        }

        return Authority.TenantOf(world, tenantKey) is null && fields["account"] is { } chosen
            ? Candidates(world, request).Find(u => u.Id == chosen) ?? throw new EntraRefusalException(50034)
            : null;
    }

    private static List<User> Candidates(World world, SimulatedRequest request) =>
        [.. world.State.Users.Where(u => !u.IsShared && CloudHosts.OfLogin(request).Any(c => c.Cloud == world.State.Directory().FindTenant(u.TenantId)!.Cloud))];

    private static SimulatedResponse Decide(World world, SimulatedRequest request, Tenant tenant, AppRegistration app, RequestedScopes wanted, string redirect, FormFields fields)
    {
        switch (fields["decision"])
        {
            case "accept" when wanted.IsDefault:
                Grant(world, app, tenant.Id);
                break;
            case "accept":
                world.State.Directory().ConsentOf(app.ClientId, tenant.Id).AllUsers.UnionWith(wanted.Permissions);
                Answered(world, app, tenant.Id);
                break;
            default:
                return EntraPages.AdminConsent(world, request.RawPath, tenant, app, wanted, fields);
        }

        var scope = wanted.IsDefault ? string.Empty : $"&scope={Uri.EscapeDataString(string.Join(' ', wanted.Permissions))}";
        return Back(redirect, $"admin_consent=True&tenant={tenant.Id}{scope}", fields["state"]);
    }

    private static void Answered(World world, AppRegistration app, string tenantId) =>
        world.State.Directory().FindTenant(tenantId)!.ConsentRequests.RemoveAll(r => r.ClientId == app.ClientId);

    // A multi-tenant app comes into a foreign tenant by this very consent, so it need not be known there before.
    private static AppRegistration AppOf(World world, Tenant tenant, CloudHosts cloud, string clientId) =>
        world.State.Directory().FindApp(clientId) is { IsMultiTenant: true } app && world.State.Directory().FindPrincipal(clientId, tenant.Id) is null
            ? Authority.AppOf(world, "organizations", tenant: null, cloud, app.ClientId)
            : Authority.AppOf(world, tenant.Id, tenant, cloud, clientId);

    private static SimulatedResponse Back(string redirect, string query, string? state) =>
        SimulatedResponse.Empty(302).With(
            "Location",
            $"{redirect}{(redirect.Contains('?') ? '&' : '?')}{query}{(state is null ? string.Empty : $"&state={Uri.EscapeDataString(AuthorizeCall.WithoutHtml(state))}")}");
}
