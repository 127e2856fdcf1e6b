using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>How Entra itself is, and the network before it.</summary>
public sealed class EntraControl
{
    private readonly World _world;

    internal EntraControl(World world) => _world = world;

    public ServiceHealth Health
    {
        get
        {
            lock (_world.Gate)
            {
                return _world.State.EntraHealth;
            }
        }
    }

    public TenantRestriction Restriction
    {
        get
        {
            lock (_world.Gate)
            {
                return _world.State.TenantRestriction;
            }
        }
    }

    /// <summary>Brings trouble that goes away by itself, for a time or until told.</summary>
    public void SetTrouble(EntraTrouble trouble, TimeSpan? during = null)
    {
        lock (_world.Gate)
        {
            _world.State.EntraHealth = new ServiceHealth { Trouble = trouble, Until = _world.Now + during };
            _world.Version++;
        }
    }

    /// <summary>Lets the network through to these tenants only; null to all.</summary>
    public void RestrictTenants(IEnumerable<string>? allowed, bool isPolicy = false)
    {
        lock (_world.Gate)
        {
            _world.State.TenantRestriction = new TenantRestriction { Allowed = allowed?.ToList(), IsPolicy = isPolicy };
            _world.Version++;
        }
    }
}
