namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// Tenant restrictions of the network between client and Entra (tenant-restrictions): a proxy that writes into each
/// sign-in request which tenants may be used. A request that carries the header itself is held to it as well.
/// </summary>
public sealed class TenantRestriction
{
    /// <summary>The header of the proxy kind; the policy kind names a policy instead (tenant-restrictions-v2).</summary>
    internal const string Header = "Restrict-Access-To-Tenants";

    internal const string PolicyHeader = "sec-Restrict-Tenant-Access-Policy";

    /// <summary>Domains or ids; null: no restriction.</summary>
    public List<string>? Allowed { get; set; }

    /// <summary>True: as a policy (500022), not as a list of the proxy (500021).</summary>
    public bool IsPolicy { get; set; }

    internal void Check(SimulatedRequest request, Tenant tenant)
    {
        if (Allowed is { } allowed)
        {
            Check(tenant, allowed, IsPolicy ? 500022 : 500021);
        }

        if (request.Header(Header) is { } listed)
        {
            Check(tenant, listed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), 500021);
        }

        // "{tenant}:{policy}": only the tenant that owns the policy is let through here.
        if (request.Header(PolicyHeader)?.Split(':')[0] is { Length: > 0 } owner && owner != "restrict-msa")
        {
            Check(tenant, [owner], 500022);
        }
    }

    private static void Check(Tenant tenant, IReadOnlyCollection<string> allowed, int code)
    {
        if (!tenant.Domains.Append(tenant.Id).Any(key => allowed.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            throw new EntraRefusalException(code, $"Access to '{tenant.DisplayName}' tenant is denied.");
        }
    }
}
