using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>Lists the messages of a folder or of the whole mailbox, newest first unless told otherwise (user-list-messages).</summary>
internal static class ListMessages
{
    internal static SimulatedResponse Answer(GraphCall call, string? folderKey)
    {
        var filter = MessageFilter.Read(call.Query["$filter"]);
        var order = MessageOrder.Read(call.Query["$orderby"], filter);
        if (call.Query["$search"] is not null)
        {
            throw GraphRefusalException.BadRequest("$search is not part of this simulation.");
        }

        var messages = folderKey is null
            ? call.Mailbox.Messages.Values.AsEnumerable()
            : call.FindFolder(folderKey).Contents.Select(n => call.Mailbox.Messages[n]);
        var found = order.Apply(messages.Where(m => !m.IsHidden && filter.Matches(m))).ToList();
        var (skip, top) = (call.Number("$skip", 0, int.MaxValue), call.Number("$top", 10, 1000));
        var body = new JsonObject { ["@odata.context"] = $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages" };
        if (call.Query["$count"] == "true")
        {
            body["@odata.count"] = found.Count;
        }

        body["value"] = new JsonArray([.. found.Skip(skip).Take(top).Select(m => (JsonNode)MessageJson.Write(call, m, call.Select))]);
        return call.Json(200, PageLinks.Add(call, body, skip, top, found.Count));
    }
}
