using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Finds tenants, people, applications and what they were allowed.</summary>
internal readonly struct Directory(SimulatorState state)
{
    /// <summary>By GUID or verified domain.</summary>
    internal Tenant? FindTenant(string key) =>
        state.Tenants.Find(t => string.Equals(t.Id, key, StringComparison.OrdinalIgnoreCase)
            || t.Domains.Contains(key, StringComparer.OrdinalIgnoreCase));

    internal AppRegistration? FindApp(string clientId) =>
        state.Apps.Find(a => string.Equals(a.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    internal User? FindUser(string id) => state.Users.Find(u => string.Equals(u.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>By object id or user principal name, as Graph takes them.</summary>
    internal User? FindUser(string tenantId, string key) =>
        state.Users.Find(u => u.TenantId == tenantId
            && (string.Equals(u.Id, key, StringComparison.OrdinalIgnoreCase)
                || string.Equals(u.UserPrincipalName, key, StringComparison.OrdinalIgnoreCase)
                || string.Equals(u.Mail, key, StringComparison.OrdinalIgnoreCase)));

    internal User? FindByAddress(string address) =>
        state.Users.Find(u => string.Equals(u.Mail, address, StringComparison.OrdinalIgnoreCase)
            || string.Equals(u.UserPrincipalName, address, StringComparison.OrdinalIgnoreCase)
            || u.Aliases.Contains(address, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whose mailbox takes mail for an address: also with a plus and anything behind it, which Exchange Online leaves out unless an address is really so.</summary>
    internal User? FindRecipient(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return FindByAddress(address) ?? (plus > 0 && plus < at ? FindByAddress(address[..plus] + address[at..]) : null);
    }

    internal ServicePrincipal? FindPrincipal(string clientId, string tenantId) =>
        state.Principals.Find(p => p.ClientId == clientId && p.TenantId == tenantId);

    /// <summary>Makes the application known in a tenant.</summary>
    internal ServicePrincipal PrincipalOf(string clientId, string tenantId)
    {
        var principal = FindPrincipal(clientId, tenantId);
        if (principal is null)
        {
            state.Principals.Add(principal = new ServicePrincipal { ClientId = clientId, TenantId = tenantId });
        }

        return principal;
    }

    internal Consent? FindConsent(string clientId, string tenantId) =>
        state.Consents.Find(c => c.ClientId == clientId && c.TenantId == tenantId);

    internal Consent ConsentOf(string clientId, string tenantId)
    {
        var consent = FindConsent(clientId, tenantId);
        if (consent is null)
        {
            state.Consents.Add(consent = new Consent { ClientId = clientId, TenantId = tenantId });
            PrincipalOf(clientId, tenantId);
        }

        return consent;
    }
}

/// <summary>Short ways from the world into the directory and the mailboxes.</summary>
internal static class DirectoryAccess
{
    internal static Directory Directory(this SimulatorState state) => new(state);

    internal static Mailbox? MailboxOf(this World world, User user) =>
        world.State.Mailboxes.TryGetValue(user.Id, out var mailbox) ? mailbox : null;

    internal static ItemIds Ids(this World world) => new(world.Key("item-ids"));
}
