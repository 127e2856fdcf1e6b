using Tern.Microsoft365Simulator.Graph.Listing;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>GET the attachments of a message, one of them, or its bytes (message-list-attachments, attachment-get).</summary>
internal static class ShowAttachments
{
    internal static SimulatedResponse List(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        var (select, expandsItem) = (AttachmentJson.Select(call.Query["$select"]), ExpandsItem(call));
        return call.Json(200, Honoured.Ids, json =>
        {
            json.WriteString("@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages('{id}')/attachments");
            json.WriteStartArray("value");
            foreach (var file in AttachedFiles.All(message))
            {
                AttachmentJson.Write(json, call, message, file, select, expandsItem);
            }

            json.WriteEndArray();
        });
    }

    internal static SimulatedResponse One(GraphCall call, string id, string attachment)
    {
        var message = call.FindMessage(id);
        return Write(call, 200, id, message, AttachedFiles.Find(call, message, attachment));
    }

    internal static SimulatedResponse Write(GraphCall call, int status, string id, StoredMessage message, AttachedFile file) => call.Json(status, Honoured.Ids, json =>
    {
        json.WriteString("@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages('{id}')/attachments/$entity");
        AttachmentJson.WriteProperties(json, call, message, file, AttachmentJson.Select(call.Query["$select"]), ExpandsItem(call));
    });

    /// <summary>The plain bytes of a file, or the MIME of an attached mail. A link has none.</summary>
    internal static SimulatedResponse Content(GraphCall call, string id, string attachment)
    {
        var found = AttachedFiles.Find(call, call.FindMessage(id), attachment);
        return found.Kind switch
        {
            AttachmentKind.Reference => throw new GraphRefusalException(405, "ErrorInvalidRequest", "The raw contents of a reference attachment cannot be read."),
            AttachmentKind.Item => SimulatedResponse.Of(200, "text/plain", found.Content),
            // What came in a mail may call itself anything.
            _ => SimulatedResponse.Of(200, HeaderText.Fits(found.ContentType) ? found.ContentType : "application/octet-stream", found.Content),
        };
    }

    private static bool ExpandsItem(GraphCall call)
    {
        var expand = ExpandItem.Read(call.Query["$expand"]).ToList();
        return expand.TrueForAll(e => ExpandItem.IsItem("$expand", e.Name) && e.Options.Count == 0)
            ? expand.Count > 0
            : throw GraphRefusalException.BadRequest("Only microsoft.graph.itemAttachment/item can be expanded on type 'microsoft.graph.attachment'.");
    }
}
