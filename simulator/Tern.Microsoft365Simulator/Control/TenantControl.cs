using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Organisations.</summary>
public sealed class TenantControl
{
    private readonly World _world;

    internal TenantControl(World world) => _world = world;

    public IReadOnlyList<Tenant> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Tenants];
            }
        }
    }

    /// <summary>Makes a tenant with the domains {name}.onmicrosoft.com and, for mail, {name}.example unless another is given.</summary>
    /// <exception cref="ArgumentException">A name that can be no part of a domain.</exception>
    /// <exception cref="InvalidOperationException">A tenant with such a domain exists.</exception>
    public Tenant Add(string name, string? mailDomain = null, NationalCloud cloud = NationalCloud.Worldwide)
    {
        Names.CheckDomain($"{name}.onmicrosoft.com", $"\"{name}\" cannot be the name of a tenant, since its domains begin with it: letters, digits and hyphens, such as contoso.");
        Names.CheckDomain(mailDomain ?? $"{name}.example", $"\"{mailDomain}\" is no domain.");
        lock (_world.Gate)
        {
            var tenant = new Tenant
            {
                Id = _world.Random.Identifier(),
                DisplayName = name,
                Cloud = cloud,
                Domains = [$"{name}.onmicrosoft.com", mailDomain ?? $"{name}.example"],
            };
            if (tenant.Domains.Exists(d => _world.State.Directory().FindTenant(d) is not null))
            {
                throw new InvalidOperationException($"There is a tenant with the domains of {name} already.");
            }

            _world.State.Tenants.Add(tenant);
            _world.Version++;
            return tenant;
        }
    }

    /// <summary>By GUID or domain.</summary>
    public Tenant? Find(string key)
    {
        lock (_world.Gate)
        {
            return _world.State.Directory().FindTenant(key);
        }
    }

    /// <summary>How a service is there: https://graph.microsoft.com (in every cloud) or https://outlook.office.com.</summary>
    /// <exception cref="ArgumentException">No such service.</exception>
    public void SetResource(Tenant tenant, string resource, ResourceState state)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            tenant.Resources[resource is RequestedScopes.Graph or RequestedScopes.Exchange ? resource : throw new ArgumentException($"There is no service {resource}.", nameof(resource))] = state;
            _world.Version++;
        }
    }
}
