using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>Later rounds of delta: what happened in the folder since, message by message in its latest state.</summary>
internal static class DeltaChanges
{
    internal static (List<JsonObject> Rows, DeltaPosition Next, bool IsLast) Read(
        GraphCall call, MailFolder folder, DeltaPosition position, int size)
    {
        var visible = LastVisible(call.World, folder);
        var changes = new Dictionary<long, List<FolderChange>>();
        var since = position.Since;
        var isLast = true;
        for (var at = IndexAfter(folder.Changes, since); at < folder.Changes.Count && folder.Changes[at].Sequence <= visible; at++)
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

        var rows = new List<JsonObject>();
        foreach (var (number, ofMessage) in changes)
        {
            AddRows(call, folder, position, number, ofMessage, rows);
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

        return 0;
    }

    private static void AddRows(
        GraphCall call, MailFolder folder, DeltaPosition position, long number, List<FolderChange> changes, List<JsonObject> rows)
    {
        var settings = call.World.Settings;
        var message = call.Mailbox.Messages.TryGetValue(number, out var held) && held.Folder == folder.Number ? held : null;
        var left = changes.FindLast(c => c.Kind == ChangeKind.Removed);
        if (left is not null && (message is null || (!call.ImmutableIds && left.Moves != message.Moves)))
        {
            rows.Add(new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.message",
                ["id"] = call.Ids.Message(call.Mailbox, number, left.Moves, call.ImmutableIds),
                ["@removed"] = new JsonObject { ["reason"] = "deleted" },
            });
        }

        if (message is null || !MessageDelta.Belongs(message, position) || (left is not null && settings.MissReturns && call.ImmutableIds))
        {
            return;
        }

        var onlyRead = changes.TrueForAll(c => c.Kind == ChangeKind.ReadState);
        if (onlyRead && position.Select is { } select && !select.Contains("isRead", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        rows.Add(onlyRead && call.World.Random.Happens(settings.PartialRows)
            ? new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.message",
                ["@odata.etag"] = MessageJson.Etag(message),
                ["id"] = call.IdOf(message),
                ["isRead"] = message.IsRead,
            }
            : MessageDelta.Row(call, message, position));
    }

    private static int IndexAfter(List<FolderChange> changes, long since)
    {
        var (low, high) = (0, changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = changes[middle].Sequence <= since ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
