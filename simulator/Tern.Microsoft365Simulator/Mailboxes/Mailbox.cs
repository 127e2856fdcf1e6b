using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>One mailbox: its folders, its messages, and the feed of what changed in each folder.</summary>
public sealed class Mailbox
{
    [JsonInclude]
    public string UserId { get; internal set; } = string.Empty;

    [JsonInclude]
    public string Address { get; internal set; } = string.Empty;

    [JsonInclude]
    public List<MailFolder> Folders { get; internal set; } = [];

    [JsonInclude]
    public SortedDictionary<long, StoredMessage> Messages { get; internal set; } = [];

    /// <summary>Object ids of users with Full Access: they may open it, not send as it.</summary>
    [JsonInclude]
    public HashSet<string> Delegates { get; internal set; } = [];

    /// <summary>Object ids of users whose mail may leave as if it came from this mailbox.</summary>
    [JsonInclude]
    public HashSet<string> SendAs { get; internal set; } = [];

    /// <summary>Object ids of users whose mail may leave on behalf of this mailbox, which recipients see.</summary>
    [JsonInclude]
    public HashSet<string> SendOnBehalf { get; internal set; } = [];

    /// <summary>The most the mailbox may hold, in bytes; null where nobody counts.</summary>
    [JsonInclude]
    public long? Quota { get; internal set; }

    /// <summary>Sync states of older generations are gone: 410.</summary>
    [JsonInclude]
    public int Generation { get; internal set; } = 1;

    [JsonInclude]
    public long LastMessage { get; internal set; }

    [JsonInclude]
    public long LastChange { get; internal set; }

    /// <summary>The folder with this well-known name or display name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public MailFolder Folder(string name) =>
        Folders.Find(f => string.Equals(f.WellKnownName, name, StringComparison.OrdinalIgnoreCase))
        ?? Folders.Find(f => string.Equals(f.DisplayName, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new KeyNotFoundException($"{Address} has no folder {name}.");

    /// <summary>What lies in a folder, oldest first.</summary>
    public IReadOnlyList<StoredMessage> In(string folder) => [.. Folder(folder).Contents.Select(n => Messages[n])];

    /// <summary>Whether so much more still fits in.</summary>
    internal bool HasRoomFor(long bytes) =>
        Quota is not { } quota || Messages.Values.Sum(m => m.Raw.Length + m.Added.Sum(a => (long)a.Content.Length)) + bytes <= quota;

    /// <summary>
    /// Every message has a new changing id from now on, as after a move between data centres: immutable ids stay, links of delta do not.
    /// </summary>
    internal void Relocate()
    {
        Generation++;
        foreach (var message in Messages.Values)
        {
            message.Moves++;
        }
    }

    internal MailFolder FolderOf(StoredMessage message) => Folders.First(f => f.Number == message.Folder);

    internal MailFolder AddFolder(string displayName, string? wellKnownName, int? parent)
    {
        var folder = new MailFolder { Number = Folders.Count + 1, DisplayName = displayName, WellKnownName = wellKnownName, Parent = parent };
        Folders.Add(folder);
        return folder;
    }

    internal StoredMessage Store(StoredMessage message, MailFolder folder, DateTimeOffset now)
    {
        message.Number = ++LastMessage;
        Messages.Add(message.Number, message);
        Put(message, folder, now);
        return message;
    }

    internal void Touch(StoredMessage message, DateTimeOffset now, bool onlyRead = false)
    {
        message.Modified = now;
        message.Version++;
        Note(FolderOf(message), message, onlyRead ? ChangeKind.ReadState : ChangeKind.Changed, now);
    }

    internal void Move(StoredMessage message, MailFolder to, DateTimeOffset now)
    {
        TakeOut(message, ChangeKind.Removed, now);
        message.Moves++;
        message.Version++;
        Put(message, to, now);
    }

    internal void Purge(StoredMessage message, DateTimeOffset now)
    {
        TakeOut(message, ChangeKind.Removed, now);
        Messages.Remove(message.Number);
    }

    private void Put(StoredMessage message, MailFolder folder, DateTimeOffset now)
    {
        message.Folder = folder.Number;
        message.Modified = now;
        folder.Contents.Add(message.Number);
        Note(folder, message, ChangeKind.Arrived, now);
    }

    private void TakeOut(StoredMessage message, ChangeKind kind, DateTimeOffset now)
    {
        var folder = FolderOf(message);
        folder.Contents.Remove(message.Number);
        Note(folder, message, kind, now);
    }

    private void Note(MailFolder folder, StoredMessage message, ChangeKind kind, DateTimeOffset now) =>
        folder.Changes.Add(new FolderChange(++LastChange, message.Number, message.Moves, kind, now));
}
