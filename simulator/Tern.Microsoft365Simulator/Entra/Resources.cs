namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Whether a tenant has the service a token is asked for, and whether the application may ask for it.</summary>
internal static class Resources
{
    internal static void Check(Tenant tenant, AppRegistration app, string resource, RequestedScopes requested, bool isDelegated)
    {
        int? code = tenant.Resources.GetValueOrDefault(resource) switch
        {
            ResourceState.Missing => 500011,
            ResourceState.Disabled => 500014,
            ResourceState.NotSubscribed => 650052,
            _ => null,
        };
        if (code is { } refused)
        {
            throw new EntraRefusalException(refused, $"{EntraError.Of(refused).Text} Resource: '{resource}', tenant: '{tenant.DisplayName}'.");
        }

        // Scopes asked for by name are consented to as they come; /.default takes them from the registration.
        if (isDelegated && requested.IsDefault && !app.DelegatedPermissions.Exists(p => !RequestedScopes.IsOpenId(p) && RequestedScopes.ResourceOf(p) == resource))
        {
            throw new EntraRefusalException(app.DelegatedPermissions.Count == 0 && app.ApplicationPermissions.Count == 0 ? 650056 : 650057);
        }
    }

    /// <summary>Exchange Online does not take tokens of authorities that serve personal accounts.</summary>
    internal static void CheckAuthority(string authority, AppRegistration app, string resource)
    {
        if (resource != RequestedScopes.Graph && (authority == "consumers" || (authority == "common" && app.AllowsPersonalAccounts)))
        {
            throw new EntraRefusalException(90124, $"Resource '{resource}' is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.");
        }
    }
}
