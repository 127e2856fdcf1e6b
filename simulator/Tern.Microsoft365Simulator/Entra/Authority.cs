using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What stands before every grant: the tenant of the address, its cloud, and the application as that tenant knows it.</summary>
internal static class Authority
{
    /// <summary>The tenant all personal accounts live in.</summary>
    internal const string ConsumersId = "9188040d-6c67-4c5b-b112-36a304b66dad";

    internal static readonly string[] Shared = ["common", "organizations", "consumers", ConsumersId];

    /// <summary>The tenant of a path; null for the shared authorities.</summary>
    internal static Tenant? TenantOf(World world, string tenantKey) =>
        Shared.Contains(tenantKey, StringComparer.OrdinalIgnoreCase)
            ? null
            : world.State.Directory().FindTenant(tenantKey)
                ?? throw new EntraRefusalException(90002, $"Tenant '{tenantKey}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    /// <summary>The cloud that answers; a tenant of another one is refused (authentication-national-cloud).</summary>
    internal static CloudHosts CloudOf(SimulatedRequest request, Tenant? tenant, int refusal)
    {
        var clouds = CloudHosts.OfLogin(request);
        return tenant is null
            ? clouds[0]
            : Array.Find(clouds, c => c.Cloud == tenant.Cloud)
                ?? throw new EntraRefusalException(refusal, $"{EntraError.Of(refusal).Text} The tenant '{tenant.DisplayName}' lives in the cloud of {CloudHosts.Of(tenant.Cloud).Login}.");
    }

    /// <summary>The application, as far as the tenant knows it.</summary>
    internal static AppRegistration AppOf(World world, string tenantKey, Tenant? tenant, CloudHosts cloud, string clientId)
    {
        var directory = world.State.Directory();
        var app = directory.FindApp(clientId);
        // Registrations are per cloud.
        if (app is null || CloudHosts.Of(directory.FindTenant(app.TenantId)!.Cloud).Login != cloud.Login)
        {
            throw NotFound(clientId, tenant?.DisplayName ?? "common");
        }

        if (tenant is null)
        {
            CheckShared(app, tenantKey.ToLowerInvariant());
        }
        else if (app.TenantId != tenant.Id && !app.IsMultiTenant)
        {
            throw NotFound(clientId, tenant.DisplayName);
        }

        if (app.IsDisabled)
        {
            throw new EntraRefusalException(70001, $"The application named '{app.DisplayName}' is disabled.");
        }

        CheckPrincipal(directory, app, tenant);
        return app;
    }

    /// <summary>Whether a person's own tenant, found out on the way, knows the application.</summary>
    internal static void CheckPrincipal(Directory directory, AppRegistration app, Tenant? tenant)
    {
        if (tenant is null)
        {
            return;
        }

        var principal = directory.FindPrincipal(app.ClientId, tenant.Id);
        if (principal is null)
        {
            throw tenant.Partners.Contains(app.TenantId)
                ? new EntraRefusalException(90099, $"The application '{app.ClientId}' ({app.DisplayName}) has not been authorized in the tenant '{tenant.DisplayName}'. Applications must be authorized to access the external tenant before partner delegated administrators can use them.")
                : NotFound(app.ClientId, tenant.DisplayName);
        }

        if (!principal.IsEnabled)
        {
            throw new EntraRefusalException(7000112, $"Application '{app.ClientId}'({app.DisplayName}) is disabled.");
        }
    }

    private static void CheckShared(AppRegistration app, string authority)
    {
        if (authority is "consumers" or ConsumersId)
        {
            if (!app.AllowsPersonalAccounts)
            {
                throw NotFound(app.ClientId, "Microsoft Accounts");
            }
        }
        else if (!app.IsMultiTenant)
        {
            throw new EntraRefusalException(50194, $"Application '{app.ClientId}'({app.DisplayName}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.");
        }
    }

    private static EntraRefusalException NotFound(string clientId, string directory) =>
        new(700016, $"Application with identifier '{clientId}' was not found in the directory '{directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");
}
