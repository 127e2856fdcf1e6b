using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>The people outside: they send raw mail in and receive what leaves.</summary>
public sealed class CustomerControl
{
    private readonly World _world;

    internal CustomerControl(World world) => _world = world;

    /// <summary>Sends a mail to an address of a tenant (or to another customer). The bytes arrive as they are.</summary>
    public void Send(ReadOnlySpan<byte> rawMime, string recipient)
    {
        lock (_world.Gate)
        {
            var raw = rawMime.ToArray();
            var from = MessageFacts.Read(raw).From;
            Delivery.To(_world, recipient, from.Count > 0 ? from[0].Address : string.Empty, raw);
            _world.Version++;
        }
    }

    /// <summary>What an address outside has received so far, oldest first.</summary>
    public IReadOnlyList<CustomerMail> Inbox(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_world.Gate)
        {
            PendingEffects.RunDue(_world);
            return _world.State.Customers.TryGetValue(address.ToLowerInvariant(), out var inbox) ? [.. inbox] : [];
        }
    }

    /// <summary>Mail to this address comes back from now on, with what its server says.</summary>
    public void Bounce(string address, string says = "550 5.1.1 User unknown")
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_world.Gate)
        {
            _world.State.Bouncing[address.ToLowerInvariant()] = says;
            _world.Version++;
        }
    }

    /// <summary>Mail to this address arrives again.</summary>
    public void Accept(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_world.Gate)
        {
            _world.State.Bouncing.Remove(address.ToLowerInvariant());
            _world.Version++;
        }
    }

    /// <summary>Every address outside that has received something.</summary>
    public IReadOnlyList<string> Addresses()
    {
        lock (_world.Gate)
        {
            PendingEffects.RunDue(_world);
            return [.. _world.State.Customers.Keys];
        }
    }
}
