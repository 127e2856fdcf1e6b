using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>GET a message, as properties or as MIME.</summary>
internal static class ShowMessage
{
    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        var json = MessageJson.Write(call, message, call.Select);
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages/$entity");
        if (call.Query["$expand"] is { } expand && expand.Split('(')[0].Contains("attachments", StringComparison.OrdinalIgnoreCase))
        {
            json["attachments"] = Attachments.Describe(call, message);
        }

        return call.Json(200, json);
    }

    /// <summary>The bytes as they arrived; for drafts with everything attached so far (outlook-get-mime-message).</summary>
    internal static SimulatedResponse Mime(GraphCall call, string id) =>
        SimulatedResponse.Of(200, "text/plain", OutgoingMime.Merge(call.World, call.FindMessage(id)));
}
