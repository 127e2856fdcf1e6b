using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>Later rounds of delta: what happened in the folder since, message by message in its latest state.</summary>
internal static class DeltaChanges
{
    internal static (List<DeltaRow> Rows, DeltaPosition Next, bool IsLast) Read(
        GraphCall call, MailFolder folder, DeltaPosition position, int size)
    {
        var visible = LastVisible(call.World, folder);
        var changes = new Dictionary<long, List<FolderChange>>();
        var since = position.Since;
        var isLast = true;
        for (var at = folder.IndexAfter(since); at < folder.Changes.Count && folder.Changes[at].Sequence <= visible; at++)
        {
            var change = folder.Changes[at];
            if (!changes.TryGetValue(change.Message, out var ofMessage))
            {
                if (changes.Count == size)
                {
                    isLast = false;
                    break;
                }

                changes.Add(change.Message, ofMessage = []);
            }

            ofMessage.Add(change);
            since = change.Sequence;
        }

        var rows = new List<DeltaRow>();
        var shape = position.Shape;
        foreach (var (number, ofMessage) in changes)
        {
            AddRows(call, folder, position, shape, number, ofMessage, rows);
        }

        return (rows, position with { Since = since }, isLast);
    }

    /// <summary>The newest change that already shows; changes come with a delay when the mailbox is told so.</summary>
    internal static long LastVisible(World world, MailFolder folder)
    {
        var horizon = world.Now - world.Settings.FeedLag;
        for (var at = folder.Changes.Count - 1; at >= 0; at--)
        {
            if (folder.Changes[at].At <= horizon)
            {
                return folder.Changes[at].Sequence;
            }
        }

        return folder.Forgotten;
    }

    /// <summary>The newest change in the mailbox before which nothing is held back.</summary>
    internal static long LastVisible(World world, Mailbox mailbox)
    {
        var visible = mailbox.LastChange;
        foreach (var folder in mailbox.Folders)
        {
            var next = folder.IndexAfter(LastVisible(world, folder));
            visible = next < folder.Changes.Count ? Math.Min(visible, folder.Changes[next].Sequence - 1) : visible;
        }

        return visible;
    }

    /// <summary>The newest change to what lies in a folder, up to one that shows already.</summary>
    internal static long LastUpTo(MailFolder folder, long visible) =>
        folder.IndexAfter(visible) is var next and > 0 ? folder.Changes[next - 1].Sequence : folder.Forgotten;

    /// <summary>What came into the folder after a change; a later round tells it.</summary>
    internal static HashSet<long> ArrivedAfter(MailFolder folder, long since) =>
        [.. folder.ChangesAfter(since).Where(c => c.Kind == ChangeKind.Arrived).Select(c => c.Message)];

    private static void AddRows(
        GraphCall call, MailFolder folder, DeltaPosition position, MessageShape shape, long number, List<FolderChange> changes, List<DeltaRow> rows)
    {
        var settings = call.World.Settings;
        var message = call.Mailbox.Messages.TryGetValue(number, out var held) && held.Folder == folder.Number ? held : null;
        var left = changes.FindLastIndex(c => c.Kind == ChangeKind.Removed);
        if (left >= 0 && Wants(position, "deleted") && (message is null || (!call.ImmutableIds && changes[left].Moves != message.Moves)))
        {
            rows.Add(new DeltaRow(null, null, call.Ids.Message(call.Mailbox, number, changes[left].Moves, call.ImmutableIds)));
        }

        if (message is null || !MessageDelta.Belongs(message, position) || (left >= 0 && settings.MissReturns && call.ImmutableIds))
        {
            return;
        }

        var isNew = changes.Exists(c => c.Kind == ChangeKind.Arrived);
        var changed = isNew ? null : Changed(changes);
        if (!Wants(position, isNew ? "created" : "updated") || (changed is not null && !Counts(position, shape, changed)))
        {
            return;
        }

        var isMark = changed is not null && changes.TrueForAll(c => c.Kind is ChangeKind.ReadState or ChangeKind.Marks);
        rows.Add(new DeltaRow(message, isMark && call.World.Random.Happens(settings.PartialRows) ? changed : null, null));
    }

    /// <summary>The properties that changed; null where it is not known of all of the changes.</summary>
    private static string? Changed(List<FolderChange> changes)
    {
        var names = changes.Select(c => c.Kind == ChangeKind.ReadState ? "isRead" : c.Marks).ToList();
        return names.Contains(null) ? null : string.Join(',', names.SelectMany(n => n!.Split(',')).Distinct(StringComparer.Ordinal));
    }

    // $select also says which changes count; what says that anything changed counts always, and so does what is expanded.
    private static bool Counts(DeltaPosition position, MessageShape shape, string changed) =>
        position.Select is null
        || shape.HasAny($"{changed},lastModifiedDateTime,changeKey")
        || (shape.WithAttachments && changed.Contains("attachments", StringComparison.Ordinal))
        || (shape.ExtendedProperties is not null && changed.Contains("singleValueExtendedProperties", StringComparison.OrdinalIgnoreCase));

    private static bool Wants(DeltaPosition position, string type) => position.ChangeType is null || position.ChangeType == type;
}
