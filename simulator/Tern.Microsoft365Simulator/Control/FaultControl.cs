using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>What goes wrong. The first matching fault wins.</summary>
public sealed class FaultControl
{
    private readonly World _world;

    internal FaultControl(World world) => _world = world;

    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Faults];
            }
        }
    }

    /// <summary>Adds a fault and gives it an id unless it has one.</summary>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_world.Gate)
        {
            FaultClasses.Complete(fault);
            _world.State.LastFault++;
            if (fault.Id.Length == 0)
            {
                fault.Id = $"{fault.Class ?? "fault"}-{_world.State.LastFault}";
            }

            _world.State.Faults.Add(fault);
            _world.Version++;
            return fault;
        }
    }

    /// <returns>False when there is no such fault.</returns>
    public bool Remove(string id)
    {
        lock (_world.Gate)
        {
            _world.Version++;
            return _world.State.Faults.RemoveAll(f => f.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_world.Gate)
        {
            _world.State.Faults.Clear();
            _world.Version++;
        }
    }
}
