using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Applications as single tenants know them ("enterprise applications").</summary>
public sealed class PrincipalControl
{
    private readonly World _world;

    internal PrincipalControl(World world) => _world = world;

    public IReadOnlyList<ServicePrincipal> Of(Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            return [.. _world.State.Principals.Where(p => p.TenantId == tenant.Id)];
        }
    }

    /// <summary>Null: the tenant does not know the application.</summary>
    public ServicePrincipal? Find(AppRegistration app, Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            return _world.State.Directory().FindPrincipal(app.ClientId, tenant.Id);
        }
    }

    /// <summary>Makes it known without consent to anything.</summary>
    public ServicePrincipal Add(AppRegistration app, Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            _world.Version++;
            return _world.State.Directory().PrincipalOf(app.ClientId, tenant.Id);
        }
    }

    /// <summary>Deletes it together with all consent in this tenant: 700016.</summary>
    public void Remove(AppRegistration app, Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            _world.State.Principals.RemoveAll(p => p.ClientId == app.ClientId && p.TenantId == tenant.Id);
            _world.State.Consents.RemoveAll(c => c.ClientId == app.ClientId && c.TenantId == tenant.Id);
            _world.Version++;
        }
    }
}
