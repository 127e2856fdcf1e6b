using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>People and shared mailboxes.</summary>
public sealed class UserControl
{
    private static readonly (string Name, string WellKnown)[] StandardFolders =
    [
        ("Inbox", "inbox"), ("Drafts", "drafts"), ("Sent Items", "sentitems"), ("Deleted Items", "deleteditems"),
        ("Junk Email", "junkemail"), ("Archive", "archive"), ("Outbox", "outbox"),
    ];

    private readonly World _world;

    internal UserControl(World world) => _world = world;

    public IReadOnlyList<User> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Users];
            }
        }
    }

    /// <summary>Makes a user with a mailbox; the address is {name}@ the tenant's mail domain.</summary>
    /// <exception cref="ArgumentException">The address is taken.</exception>
    public User Add(Tenant tenant, string name, string? displayName = null, bool isShared = false)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            var address = $"{name}@{tenant.MailDomain}";
            if (_world.State.Directory().FindByAddress(address) is not null)
            {
                throw new ArgumentException($"{address} exists already.", nameof(name));
            }

            var user = new User
            {
                Id = _world.Random.Identifier(),
                TenantId = tenant.Id,
                UserPrincipalName = address,
                Mail = address,
                DisplayName = displayName ?? name,
                IsShared = isShared,
            };
            _world.State.Users.Add(user);
            _world.State.Mailboxes.Add(user.Id, NewMailbox(user));
            _world.Version++;
            return user;
        }
    }

    /// <summary>By object id, principal name or address.</summary>
    public User? Find(string key)
    {
        lock (_world.Gate)
        {
            return _world.State.Directory().FindUser(key) ?? _world.State.Directory().FindByAddress(key);
        }
    }

    /// <summary>Deletes the user with the mailbox: 50034 at Entra, ErrorInvalidUser at Graph.</summary>
    public void Delete(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_world.Gate)
        {
            _world.State.Users.Remove(user);
            _world.State.Mailboxes.Remove(user.Id);
            _world.Version++;
        }
    }

    /// <summary>"Revoke sessions": every refresh token given before now is dead (50173).</summary>
    public void Revoke(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_world.Gate)
        {
            user.TokensValidFrom = _world.Now;
            // Marked one by one as well: on a clock that stands still, a sign-in after this has the same instant and must live.
            foreach (var grant in _world.State.Grants.Where(g => g.UserId == user.Id))
            {
                grant.IsRevoked = true;
            }

            _world.Version++;
        }
    }

    /// <summary>Gives somebody Full Access and Send As on a mailbox.</summary>
    public void Delegate(User mailbox, User to)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(to);
        lock (_world.Gate)
        {
            Holders(mailbox, MailboxRight.FullAccess).Add(to.Id);
            Holders(mailbox, MailboxRight.SendAs).Add(to.Id);
            _world.Version++;
        }
    }

    /// <summary>Gives somebody one right on a mailbox, and no other.</summary>
    public void Grant(User mailbox, User to, MailboxRight right)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(to);
        lock (_world.Gate)
        {
            Holders(mailbox, right).Add(to.Id);
            _world.Version++;
        }
    }

    /// <summary>Takes one right away.</summary>
    public void Withdraw(User mailbox, User from, MailboxRight right)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(from);
        lock (_world.Gate)
        {
            Holders(mailbox, right).Remove(from.Id);
            _world.Version++;
        }
    }

    private HashSet<string> Holders(User user, MailboxRight right)
    {
        var mailbox = _world.State.Mailboxes[user.Id];
        return right switch
        {
            MailboxRight.SendAs => mailbox.SendAs,
            MailboxRight.SendOnBehalf => mailbox.SendOnBehalf,
            _ => mailbox.Delegates,
        };
    }

    private static Mailbox NewMailbox(User user)
    {
        var mailbox = new Mailbox { UserId = user.Id, Address = user.Mail };
        var root = mailbox.AddFolder("Top of Information Store", "msgfolderroot", parent: null);
        foreach (var (name, wellKnown) in StandardFolders)
        {
            mailbox.AddFolder(name, wellKnown, root.Number);
        }

        return mailbox;
    }
}
