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
        var rows = new MessageRows(call, shape, withType: false);
        return call.Page(
            shape.Honours | (call.Query["$top"] is null ? Honoured.PageSize : Honoured.None),
            json =>
            {
                json.WriteString("@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages");
                if (call.Query["$count"] == "true")
                {
                    json.WriteNumber("@odata.count", found.Count);
                }
            },
            found.Skip(skip).Take(top).Select(rows.Whole),
            json =>
            {
                if (PageLinks.Next(call, skip, top, found.Count) is { } link)
                {
                    json.WriteString("@odata.nextLink", link);
                }
            });
    }

    /// <summary>GET …/messages/$count</summary>
    internal static SimulatedResponse Count(GraphCall call, string? folderKey) => SimulatedResponse.Of(
        200, "text/plain", Encoding.ASCII.GetBytes(Found(call, folderKey).Count.ToString(CultureInfo.InvariantCulture)));

    private static IReadOnlyList<StoredMessage> Found(GraphCall call, string? folderKey)
    {
        var search = MessageSearch.Read(call);
        var (matches, filtered) = MessageFilter.Read(call);
        var order = MessageOrder.Read(call.Query["$orderby"], filtered);
        var candidates = Candidates(call, folderKey);
        if (search is null && call.Query["$filter"] is null && order == MessageOrder.NewestFirst)
        {
            return candidates;
        }

        var found = candidates.Where(m => matches(m) && search?.Matches(m) != false).ToList();
        if (search is not null)
        {
            found.Sort((a, b) => (b.Sent, b.Number).CompareTo((a.Sent, a.Number)));
            return found.Count <= MessageSearch.LargestResult ? found : found[..MessageSearch.LargestResult];
        }

        if (order != MessageOrder.NewestFirst)
        {
            found.Sort(order);
        }

        return found;
    }

    // The list of the whole mailbox goes over all folders below its root, Deleted Items too, and not over the recoverable items.
    private static IReadOnlyList<StoredMessage> Candidates(GraphCall call, string? folderKey)
    {
        if (folderKey is not null)
        {
            return call.FindFolder(folderKey).NewestFirst(call.Mailbox);
        }

        var outside = call.Mailbox.Folders.Find(f => f.WellKnownName == "recoverableitemsdeletions")?.Number;
        return [.. call.Mailbox.Messages.Values.Where(m => m.Folder != outside && !m.IsHidden).Order(MessageOrder.NewestFirst)];
    }
}
