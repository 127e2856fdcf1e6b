using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>A folder and what changed in it lately. Its id never changes.</summary>
public sealed class MailFolder
{
    /// <summary>
    /// So many changes of a folder are remembered at least. Outlook's cache of changes is bounded too, and not told
    /// (delta-query-messages); a sync state from before it is gone.
    /// </summary>
    internal const int ChangesKept = 100_000;

    private StoredMessage[] _newestFirst = [];
    private long _newestFirstAt = -1;

    [JsonInclude]
    public int Number { get; internal set; }

    [JsonInclude]
    public string DisplayName { get; internal set; } = string.Empty;

    /// <summary>inbox, sentitems, …; null for folders people made.</summary>
    [JsonInclude]
    public string? WellKnownName { get; internal set; }

    [JsonInclude]
    public int? Parent { get; internal set; }

    [JsonInclude]
    public bool IsHidden { get; internal set; }

    /// <summary>The number of the last change to the folder itself.</summary>
    [JsonInclude]
    public long Changed { get; internal set; }

    /// <summary>Numbers of the messages in it, ascending.</summary>
    [JsonInclude]
    public List<long> Contents { get; internal set; } = [];

    [JsonInclude]
    internal List<FolderChange> Changes { get; set; } = [];

    /// <summary>The last change that is remembered no longer; who had not seen it begins anew.</summary>
    [JsonInclude]
    internal long Forgotten { get; set; }

    /// <summary>What it shows, newest first. Put in order once for each state of the mailbox.</summary>
    internal IReadOnlyList<StoredMessage> NewestFirst(Mailbox mailbox)
    {
        if (_newestFirstAt != mailbox.LastChange)
        {
            _newestFirst = [.. Contents.Select(n => mailbox.Messages[n]).Where(m => !m.IsHidden).OrderByDescending(m => m.Received).ThenByDescending(m => m.Number)];
            _newestFirstAt = mailbox.LastChange;
        }

        return _newestFirst;
    }

    /// <summary>Where in <see cref="Changes"/> those begin that came after this number.</summary>
    internal int IndexAfter(long since)
    {
        var (low, high) = (0, Changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Changes[middle].Sequence <= since ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>What changed after this number, oldest first.</summary>
    internal IEnumerable<FolderChange> ChangesAfter(long since)
    {
        for (var at = IndexAfter(since); at < Changes.Count; at++)
        {
            yield return Changes[at];
        }
    }

    internal void Note(FolderChange change)
    {
        Changes.Add(change);
        if (Changes.Count >= ChangesKept * 5 / 4)
        {
            var old = Changes.Count - ChangesKept;
            Forgotten = Changes[old - 1].Sequence;
            Changes.RemoveRange(0, old);
        }
    }

    internal void Add(long message)
    {
        var at = Contents.BinarySearch(message);
        if (at < 0)
        {
            Contents.Insert(~at, message);
        }
    }

    internal void Take(long message)
    {
        var at = Contents.BinarySearch(message);
        if (at >= 0)
        {
            Contents.RemoveAt(at);
        }
    }
}

/// <summary>One entry of the change feed.</summary>
/// <param name="Sequence">Ascending over the whole mailbox.</param>
/// <param name="Message">The number of the message.</param>
/// <param name="Moves">Under which changing id the message was known there.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Marks">The properties that changed, where they are known and more than the read state.</param>
internal readonly record struct FolderChange(long Sequence, long Message, int Moves, ChangeKind Kind, DateTimeOffset At, string? Marks = null);

/// <summary>What happened to a message in a folder.</summary>
internal enum ChangeKind
{
    /// <summary>It was altered.</summary>
    Changed,

    /// <summary>Only its read state was altered.</summary>
    ReadState,

    /// <summary>It left the folder, by move or deletion.</summary>
    Removed,

    /// <summary>It came in: delivered, created, copied or moved here.</summary>
    Arrived,

    /// <summary>Only marks such as categories, flag or importance were altered.</summary>
    Marks,
}
