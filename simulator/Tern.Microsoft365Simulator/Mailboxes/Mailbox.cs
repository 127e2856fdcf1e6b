using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>One mailbox: its folders, its messages, and the feed of what changed in each folder.</summary>
public sealed class Mailbox
{
    // What people put on a mail without changing what it says.
    private static readonly string[] Marks = ["isRead", "categories", "importance", "flag", "inferenceClassification"];

    private long _size;
    private bool _isCounted;

    [JsonInclude]
    public string UserId { get; internal set; } = string.Empty;

    [JsonInclude]
    public string Address { get; internal set; } = string.Empty;

    [JsonInclude]
    public List<MailFolder> Folders { get; internal set; } = [];

    [JsonInclude]
    public SortedList<long, StoredMessage> Messages { get; internal set; } = [];

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
    public int LastFolder { get; internal set; }

    /// <summary>Folders that are gone, with the number of the change that took them away.</summary>
    [JsonInclude]
    public SortedList<int, long> LostFolders { get; internal set; } = [];

    /// <summary>Time zone, language, working hours, automatic replies.</summary>
    [JsonInclude]
    public MailboxSettings Settings { get; internal set; } = new();

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
    internal bool HasRoomFor(long bytes) => Quota is not { } quota || Size + bytes <= quota;

    // Added up once; from then on each message that comes, changes or goes is counted anew.
    private long Size
    {
        get
        {
            if (!_isCounted)
            {
                _isCounted = true;
                foreach (var message in Messages.Values)
                {
                    Count(message);
                }
            }

            return _size;
        }
    }

    private void Count(StoredMessage message, bool isThere = true)
    {
        if (_isCounted)
        {
            var size = isThere ? message.Size : 0;
            _size += size - message.Counted;
            message.Counted = size;
        }
    }

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

    internal MailFolder AddFolder(string displayName, string? wellKnownName, int? parent, bool isHidden = false)
    {
        LastFolder = Math.Max(LastFolder, Folders.Count == 0 ? 0 : Folders.Max(f => f.Number)) + 1;
        var folder = new MailFolder
        {
            Number = LastFolder,
            DisplayName = displayName,
            WellKnownName = wellKnownName,
            Parent = parent,
            IsHidden = isHidden,
            Changed = ++LastChange,
        };
        Folders.Add(folder);
        TouchFolder(parent);
        return folder;
    }

    internal void Touch(MailFolder folder) => folder.Changed = ++LastChange;

    /// <summary>A folder has more children, or fewer.</summary>
    internal void TouchFolder(int? number)
    {
        if (Folders.Find(f => f.Number == number) is { } folder)
        {
            Touch(folder);
        }
    }

    /// <summary>What lies in a folder and below it goes to the recoverable items. The folders still stand, with their news of it.</summary>
    internal void Empty(MailFolder folder, DateTimeOffset now)
    {
        foreach (var child in Folders.Where(f => f.Parent == folder.Number && f != folder).ToList())
        {
            Empty(child, now);
        }

        var rest = Folders.Find(f => f.WellKnownName == "recoverableitemsdeletions");
        foreach (var message in folder.Contents.Select(n => Messages[n]).ToList())
        {
            if (rest is null)
            {
                Purge(message, now);
            }
            else
            {
                Move(message, rest, now);
            }
        }
    }

    /// <summary>Takes an empty folder away with all below it.</summary>
    internal void Remove(MailFolder folder)
    {
        foreach (var child in Folders.Where(f => f.Parent == folder.Number && f != folder).ToList())
        {
            Remove(child);
        }

        Folders.Remove(folder);
        LostFolders[folder.Number] = ++LastChange;
        TouchFolder(folder.Parent);
    }

    internal StoredMessage Store(StoredMessage message, MailFolder folder, DateTimeOffset now)
    {
        message.Number = ++LastMessage;
        Messages.Add(message.Number, message);
        Put(message, folder, now);
        return message;
    }

    /// <summary>Notes a change; <paramref name="properties"/> names those of the message that are others now, such as "isRead" or "categories,flag". Null: it is not known.</summary>
    internal void Touch(StoredMessage message, DateTimeOffset now, string? properties = null)
    {
        message.Modified = now;
        message.Version++;
        Count(message);
        var kind = properties switch
        {
            "isRead" => ChangeKind.ReadState,
            { } names when names.Split(',').All(Marks.Contains) => ChangeKind.Marks,
            _ => ChangeKind.Changed,
        };
        Note(FolderOf(message), message, kind, now, properties);
    }

    internal void Move(StoredMessage message, MailFolder to, DateTimeOffset now)
    {
        TakeOut(message, now);
        message.Moves++;
        message.Version++;
        Put(message, to, now);
    }

    internal void Purge(StoredMessage message, DateTimeOffset now)
    {
        TakeOut(message, now);
        Messages.Remove(message.Number);
        Count(message, isThere: false);
    }

    private void Put(StoredMessage message, MailFolder folder, DateTimeOffset now)
    {
        message.Folder = folder.Number;
        message.Modified = now;
        folder.Add(message.Number);
        Count(message);
        Note(folder, message, ChangeKind.Arrived, now);
    }

    private void TakeOut(StoredMessage message, DateTimeOffset now)
    {
        var folder = FolderOf(message);
        folder.Take(message.Number);
        Note(folder, message, ChangeKind.Removed, now);
    }

    private void Note(MailFolder folder, StoredMessage message, ChangeKind kind, DateTimeOffset now, string? properties = null) =>
        folder.Note(new FolderChange(++LastChange, message.Number, message.Moves, kind, now, kind == ChangeKind.ReadState ? null : properties));
}
