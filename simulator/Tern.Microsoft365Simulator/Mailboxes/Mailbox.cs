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

    /// <summary>Object ids of users with Full Access and Send As on this mailbox.</summary>
    [JsonInclude]
    public HashSet<string> Delegates { get; internal set; } = [];

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
        Note(folder, message, ChangeKind.Changed, now);
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
