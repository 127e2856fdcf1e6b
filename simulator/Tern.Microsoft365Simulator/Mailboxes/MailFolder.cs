using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>A folder and what ever changed in it. Its id never changes.</summary>
public sealed class MailFolder
{
    [JsonInclude]
    public int Number { get; internal set; }

    [JsonInclude]
    public string DisplayName { get; internal set; } = string.Empty;

    /// <summary>inbox, sentitems, …; null for folders people made.</summary>
    [JsonInclude]
    public string? WellKnownName { get; internal set; }

    [JsonInclude]
    public int? Parent { get; internal set; }

    /// <summary>Numbers of the messages in it.</summary>
    [JsonInclude]
    public SortedSet<long> Contents { get; internal set; } = [];

    [JsonInclude]
    internal List<FolderChange> Changes { get; set; } = [];
}

/// <summary>One entry of the change feed. <paramref name="Moves"/> remembers under which changing id the message was known there.</summary>
internal sealed record FolderChange(long Sequence, long Message, int Moves, ChangeKind Kind, DateTimeOffset At);

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
}
