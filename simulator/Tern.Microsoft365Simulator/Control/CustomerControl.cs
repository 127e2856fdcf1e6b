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
            Delivery.To(_world, _world.Random, recipient, from.Count > 0 ? from[0].Address : string.Empty, raw);
            _world.Version++;
        }
    }

    /// <summary>Somebody outside writes a mail.</summary>
    /// <returns>Its Message-ID, in brackets.</returns>
    public string Write(string from, Letter letter)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(letter);
        lock (_world.Gate)
        {
            _world.Version++;
            return Outside.Post(_world, from, letter, answered: null);
        }
    }

    /// <summary>Somebody outside answers a mail of theirs, to its writer or to all who had it.</summary>
    /// <returns>The answer's Message-ID, in brackets.</returns>
    public string Reply(CustomerMail mail, Letter letter, bool quote = true, bool toAll = false)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(letter);
        lock (_world.Gate)
        {
            _world.Version++;
            return Outside.Reply(_world, mail, letter, quote, toAll);
        }
    }

    /// <summary>From now on every sender gets this text once; null: back again.</summary>
    public void SetAway(string address, string? text, string subjectPrefix = "Automatic reply: ")
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_world.Gate)
        {
            _world.Version++;
            if (text is null)
            {
                _world.State.Away.Remove(address.ToLowerInvariant());
            }
            else
            {
                _world.State.Away[address.ToLowerInvariant()] = new AwayNotice { Text = text, SubjectPrefix = subjectPrefix };
            }
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
