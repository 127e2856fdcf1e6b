using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>People and shared mailboxes.</summary>
public sealed class UserControl
{
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
    /// <exception cref="ArgumentException">A name that can be no local part.</exception>
    /// <exception cref="InvalidOperationException">The address is taken.</exception>
    public User Add(Tenant tenant, string name, string? displayName = null, bool isShared = false)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        Names.CheckLocalPart(name, tenant);
        lock (_world.Gate)
        {
            var address = $"{name}@{tenant.MailDomain}";
            if (_world.State.Directory().FindByAddress(address) is not null)
            {
                throw new InvalidOperationException($"{address} exists already.");
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
            _world.State.Mailboxes.Add(user.Id, StandardFolders.NewMailbox(user));
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

    /// <summary>The further addresses of a mailbox, exactly these.</summary>
    public void SetAliases(User user, IReadOnlyCollection<string> aliases)
    {
        ArgumentNullException.ThrowIfNull(user);
        string[] wanted = [.. aliases ?? []];
        Change(() =>
        {
            user.Aliases.Clear();
            user.Aliases.AddRange(wanted);
        });
    }

    /// <summary>"Revoke sessions": every refresh token given before now is dead (50173). On a guest it does nothing: that is done at home.</summary>
    public void Revoke(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Change(() => PasswordChanges.RevokeSessions(_world, user));
    }

    /// <summary>The password changes, and what follows from how it did.</summary>
    public void ChangePassword(User user, PasswordChange how)
    {
        ArgumentNullException.ThrowIfNull(user);
        Change(() =>
        {
            switch (how)
            {
                case PasswordChange.ByUser:
                    PasswordChanges.ByUser(_world, user);
                    break;
                case PasswordChange.InPortal:
                    PasswordChanges.InPortal(_world, user);
                    break;
                case PasswordChange.InAdminCenter:
                    user.Password = PasswordState.Good;
                    PasswordChanges.RevokeSessions(_world, user);
                    break;
                default:
                    user.Password = how == PasswordChange.Expires ? PasswordState.Expired : PasswordState.ExpiredOnPremises;
                    break;
            }
        });
    }

    /// <summary>Disables the account (50057), which continuous access evaluation hears of, or enables it again.</summary>
    public void SetEnabled(User user, bool isEnabled)
    {
        ArgumentNullException.ThrowIfNull(user);
        Change(() =>
        {
            if (user.IsEnabled && !isEnabled)
            {
                PasswordChanges.Critical(_world, user);
            }

            user.IsEnabled = isEnabled;
        });
    }

    /// <summary>Asks for a second factor at every sign-in from now on (50074, 50072), or not any more.</summary>
    public void SetSecondFactorRequired(User user, bool isRequired)
    {
        ArgumentNullException.ThrowIfNull(user);
        Change(() =>
        {
            if (isRequired && !user.RequiresSecondFactor)
            {
                PasswordChanges.Critical(_world, user);
            }

            user.RequiresSecondFactor = isRequired;
        });
    }

    /// <summary>Sees the account as compromised, or not any more.</summary>
    public void SetRisk(User user, bool isAtRisk)
    {
        ArgumentNullException.ThrowIfNull(user);
        Change(() =>
        {
            if (isAtRisk && !user.IsAtRisk)
            {
                PasswordChanges.Critical(_world, user);
            }

            user.IsAtRisk = isAtRisk;
        });
    }

    /// <summary>Invites somebody of another tenant. A guest has no mailbox here.</summary>
    /// <exception cref="ArgumentException">The person is a guest already, or at home here.</exception>
    public User AddGuest(Tenant tenant, User home)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(home);
        lock (_world.Gate)
        {
            if (home.TenantId == tenant.Id || home.IsGuest || _world.State.Users.Exists(u => u.TenantId == tenant.Id && u.HomeUserId == home.Id))
            {
                throw new ArgumentException($"{home.UserPrincipalName} cannot be invited to {tenant.DisplayName}.", nameof(home));
            }

            var guest = new User
            {
                Id = _world.Random.Identifier(),
                TenantId = tenant.Id,
                UserPrincipalName = $"{home.Mail.Replace('@', '_')}#EXT#@{tenant.Domains[0]}",
                Mail = home.Mail,
                DisplayName = home.DisplayName,
                HomeUserId = home.Id,
                IsLicensed = false,
            };
            _world.State.Users.Add(guest);
            _world.Version++;
            return guest;
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

    private void Change(Action act)
    {
        lock (_world.Gate)
        {
            act();
            _world.Version++;
        }
    }
}
