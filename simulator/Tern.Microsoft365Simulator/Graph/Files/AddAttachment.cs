using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>POST a small attachment to a draft, or take one away (message-post-attachments).</summary>
internal static class AddAttachment
{
    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var draft = Draft(call, id);
        var added = Add(call, draft, call.BodyObject());
        call.Mailbox.Touch(draft, call.World.Now);
        var json = Attachments.Write(call, draft, new AttachedFile(-added.Number, added.Name, added.ContentType, added.IsInline, added.ContentId, IsMail: false, added.Content));
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages('{id}')/attachments/$entity");
        return call.Json(201, json);
    }

    internal static SimulatedResponse Remove(GraphCall call, string id, string attachment)
    {
        var draft = Draft(call, id);
        var found = Attachments.Find(call, draft, attachment);
        if (draft.Added.RemoveAll(a => -a.Number == found.Number) == 0)
        {
            throw GraphRefusalException.BadRequest("Taking an attachment out of a MIME draft is not part of this simulation.");
        }

        call.Mailbox.Touch(draft, call.World.Now);
        return SimulatedResponse.Empty(204);
    }

    internal static AddedAttachment Add(GraphCall call, StoredMessage draft, JsonObject body)
    {
        if (body.Text("@odata.type") is { } type && !type.EndsWith("microsoft.graph.fileAttachment", StringComparison.OrdinalIgnoreCase))
        {
            throw GraphRefusalException.BadRequest($"Attachments of type '{type}' are not part of this simulation.");
        }

        var encoded = body.Text("contentBytes") ?? throw new GraphRefusalException(400, "ErrorInvalidParameter", "The contentBytes are missing.");
        var content = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, content, out var written))
        {
            throw new GraphRefusalException(400, "RequestBodyRead", "Cannot convert contentBytes to Edm.Binary.");
        }

        return Add(call, draft, body.Text("name") ?? "attachment", body.Text("contentType"), body.Flag("isInline") ?? false, body.Text("contentId"), content[..written]);
    }

    internal static AddedAttachment Add(
        GraphCall call, StoredMessage draft, string name, string? contentType, bool isInline, string? contentId, byte[] content)
    {
        var added = new AddedAttachment(++draft.LastAdded, name, contentType ?? "application/octet-stream", isInline, contentId, call.World.Now, content);
        draft.Added.Add(added);
        return added;
    }

    internal static StoredMessage Draft(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        return message.IsDraft && !message.IsSubmitted
            ? message
            : throw new GraphRefusalException(403, "ErrorAccessDenied", "Attachments can only be changed on a draft.");
    }
}
