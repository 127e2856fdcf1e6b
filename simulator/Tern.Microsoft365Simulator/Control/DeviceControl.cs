using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Registered computers.</summary>
public sealed class DeviceControl
{
    private readonly World _world;

    internal DeviceControl(World world) => _world = world;

    /// <summary>Registers a compliant, joined device. Its owner signs in from it from now on.</summary>
    public Device Add(User owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        lock (_world.Gate)
        {
            var device = new Device { Id = _world.Random.Identifier(), UserId = owner.Id };
            _world.State.Directory().FindTenant(owner.TenantId)!.Devices.Add(device);
            _world.Version++;
            return device;
        }
    }

    /// <summary>Deletes the object: 700003 for whoever signed in from it.</summary>
    public void Remove(Tenant tenant, string deviceId)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            tenant.Devices.RemoveAll(d => d.Id == deviceId);
            _world.Version++;
        }
    }
}
