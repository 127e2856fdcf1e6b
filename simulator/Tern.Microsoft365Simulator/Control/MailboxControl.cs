using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Looks into mailboxes and changes them behind the client's back, as people and rules in Outlook do.</summary>
public sealed class MailboxControl
{
    private readonly World _world;

    internal MailboxControl(World world) => _world = world;

    /// <summary>The mailbox of an address, principal name or object id, with everything due already done.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Mailbox this[string key]
    {
        get
        {
            lock (_world.Gate)
            {
                PendingEffects.RunDue(_world);
                var directory = _world.State.Directory();
                var user = directory.FindByAddress(key) ?? directory.FindUser(key);
                return user is not null && _world.MailboxOf(user) is { } mailbox
                    ? mailbox
                    : throw new KeyNotFoundException($"There is no mailbox {key}.");
            }
        }
    }

    public Mailbox Of(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return this[user.Id];
    }

    /// <summary>Puts a message straight into a folder.</summary>
    public StoredMessage Deliver(Mailbox mailbox, ReadOnlySpan<byte> rawMime, string folder = "inbox")
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        lock (_world.Gate)
        {
            _world.Version++;
            return Delivery.Into(_world, mailbox, mailbox.Folder(folder), rawMime.ToArray());
        }
    }

    /// <summary>Fills a folder with mails as a help desk gets them, drawn from the seed and received evenly over the time before now.</summary>
    public void Fill(Mailbox mailbox, int messages, string folder = "inbox", TimeSpan? over = null)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        lock (_world.Gate)
        {
            Filling.Fill(_world, mailbox, folder, messages, over ?? TimeSpan.FromDays(30));
            _world.Version++;
        }
    }

    /// <summary>The id Graph gives the message.</summary>
    public string IdOf(Mailbox mailbox, StoredMessage message, bool immutable = true)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(message);
        return _world.Ids().Message(mailbox, message, immutable);
    }

    public void MarkRead(Mailbox mailbox, StoredMessage message, bool isRead = true)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(message);
        lock (_world.Gate)
        {
            message.IsRead = isRead;
            mailbox.Touch(message, _world.Now, properties: "isRead");
            _world.Version++;
        }
    }

    public void Move(Mailbox mailbox, StoredMessage message, string folder)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        lock (_world.Gate)
        {
            mailbox.Move(message, mailbox.Folder(folder), _world.Now);
            _world.Version++;
        }
    }

    /// <summary>Somebody writes from the mailbox itself, in Outlook.</summary>
    /// <returns>The Message-ID, in brackets.</returns>
    public string Write(Mailbox mailbox, Letter letter)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(letter);
        lock (_world.Gate)
        {
            _world.Version++;
            return OutlookDesk.Send(_world, mailbox, OwnerOf(mailbox), letter, parent: null);
        }
    }

    /// <summary>Somebody answers a message of the mailbox in Outlook, to its writer or to all.</summary>
    /// <returns>The answer's Message-ID, in brackets.</returns>
    public string Reply(Mailbox mailbox, StoredMessage message, Letter letter, bool quote = true, bool toAll = false)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(letter);
        lock (_world.Gate)
        {
            _world.Version++;
            return OutlookDesk.Reply(_world, mailbox, OwnerOf(mailbox), message, letter, quote, toAll);
        }
    }

    /// <summary>Somebody flags a message (notFlagged, flagged, complete) or gives it categories; null leaves as it is.</summary>
    public void Mark(Mailbox mailbox, StoredMessage message, string? flagStatus, IReadOnlyList<string>? categories)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        ArgumentNullException.ThrowIfNull(message);
        lock (_world.Gate)
        {
            message.FlagStatus = flagStatus ?? message.FlagStatus;
            message.Categories = categories is null ? message.Categories : [.. categories];
            mailbox.Touch(message, _world.Now, properties: "categories,flag");
            _world.Version++;
        }
    }

    /// <summary>Deletes a message for good.</summary>
    public void Purge(Mailbox mailbox, StoredMessage message)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        lock (_world.Gate)
        {
            mailbox.Purge(message, _world.Now);
            _world.Version++;
        }
    }

    /// <summary>The most the mailbox may hold, in bytes; null for no limit. Over it mail comes back and ErrorQuotaExceeded is answered.</summary>
    public void SetQuota(Mailbox mailbox, long? bytes)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        lock (_world.Gate)
        {
            mailbox.Quota = bytes;
            _world.Version++;
        }
    }

    /// <summary>Moves the mailbox to another data centre: changing ids and sync states are dead, immutable ids live on.</summary>
    public void Relocate(Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        lock (_world.Gate)
        {
            mailbox.Relocate();
            _world.Version++;
        }
    }

    /// <summary>Makes every nextLink and deltaLink of the mailbox answer 410 SyncStateNotFound.</summary>
    public void ExpireSyncStates(Mailbox mailbox)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        lock (_world.Gate)
        {
            mailbox.Generation++;
            _world.Version++;
        }
    }

    private User OwnerOf(Mailbox mailbox) => _world.State.Directory().FindUser(mailbox.UserId) ?? throw new KeyNotFoundException($"Nobody owns the mailbox {mailbox.Address}.");
}
