using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>Lists the messages of a folder or of the whole mailbox, newest first unless told otherwise (user-list-messages).</summary>
internal static class ListMessages
{
    internal static SimulatedResponse Answer(GraphCall call, string? folderKey)
    {
        var shape = MessageShape.Of(call);
        var found = Found(call, folderKey);
        var (skip, top) = (call.Number("$skip", 0, 0, int.MaxValue), call.Query["$top"] is null && call.Prefers.PageSize is { } size ? size : call.Number("$top", 10, 1, 1000));
        return call.Json(200, json =>
        {
            json.WriteString("@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages");
            if (call.Query["$count"] == "true")
            {
                json.WriteNumber("@odata.count", found.Count);
            }

            json.WriteStartArray("value");
            var writer = new MessageWriter(call, shape);
            foreach (var message in found.Skip(skip).Take(top))
            {
                writer.Write(json, message, withType: false);
            }

            json.WriteEndArray();
            if (PageLinks.Next(call, skip, top, found.Count) is { } link)
            {
                json.WriteString("@odata.nextLink", link);
            }
        });
    }

    /// <summary>GET …/messages/$count</summary>
    internal static SimulatedResponse Count(GraphCall call, string? folderKey) => SimulatedResponse.Of(
        200, "text/plain", Encoding.ASCII.GetBytes(Found(call, folderKey).Count.ToString(CultureInfo.InvariantCulture)));

    private static List<StoredMessage> Found(GraphCall call, string? folderKey)
    {
        var search = MessageSearch.Read(call);
        var (matches, filtered) = MessageFilter.Read(call);
        var order = MessageOrder.Read(call.Query["$orderby"], filtered);
        var found = new List<StoredMessage>();
        foreach (var message in Candidates(call, folderKey))
        {
            if (!message.IsHidden && matches(message) && search?.Matches(message) != false)
            {
                found.Add(message);
            }
        }

        if (search is not null)
        {
            found.Sort((a, b) => (b.Sent, b.Number).CompareTo((a.Sent, a.Number)));
            return found.Count <= MessageSearch.LargestResult ? found : found[..MessageSearch.LargestResult];
        }

        // Newest first is how they lie there already, most of the time.
        for (var at = 1; at < found.Count; at++)
        {
            if (order.Compare(found[at - 1], found[at]) > 0)
            {
                found.Sort(order);
                break;
            }
        }

        return found;
    }

    // The list of the whole mailbox goes over all folders below its root, Deleted Items too, and not over the recoverable items.
    private static IEnumerable<StoredMessage> Candidates(GraphCall call, string? folderKey)
    {
        if (folderKey is null)
        {
            var outside = call.Mailbox.Folders.Find(f => f.WellKnownName == "recoverableitemsdeletions")?.Number;
            var all = call.Mailbox.Messages.Values;
            for (var at = all.Count - 1; at >= 0; at--)
            {
                if (all[at].Folder != outside)
                {
                    yield return all[at];
                }
            }

            yield break;
        }

        var contents = call.FindFolder(folderKey).Contents;
        for (var at = contents.Count - 1; at >= 0; at--)
        {
            yield return call.Mailbox.Messages[contents[at]];
        }
    }
}
