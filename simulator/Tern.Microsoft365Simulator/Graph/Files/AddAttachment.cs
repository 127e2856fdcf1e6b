using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Drafts;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>POST a small attachment to a draft, or take one away (message-post-attachments, attachment-delete).</summary>
internal static class AddAttachment
{
    private const string TypePrefix = "microsoft.graph.";

    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var draft = Draft(call, id);
        var added = Add(call, draft, call.BodyObject());
        call.Mailbox.Touch(draft, call.World.Now, "hasAttachments,attachments");
        return ShowAttachments.Write(call, 201, id, draft, AttachedFiles.Of(added));
    }

    internal static SimulatedResponse Remove(GraphCall call, string id, string attachment)
    {
        var draft = Draft(call, id);
        var found = AttachedFiles.Find(call, draft, attachment);
        if (found.Number < 0)
        {
            draft.Added = [.. draft.Added.Where(a => -a.Number != found.Number)];
        }
        else
        {
            draft.Rewrite(OutgoingMime.Without(draft.RawBytes, found.Number));
        }

        call.Mailbox.Touch(draft, call.World.Now, "hasAttachments,attachments");
        return SimulatedResponse.Empty(204);
    }

    internal static AddedAttachment Add(GraphCall call, StoredMessage draft, JsonObject body)
    {
        var type = (body.Text("@odata.type") ?? "#microsoft.graph.fileAttachment").TrimStart('#');
        var (name, isInline) = (body.Text("name") ?? "attachment", body.Flag("isInline") ?? false);
        return type.ToUpperInvariant() switch
        {
            "MICROSOFT.GRAPH.FILEATTACHMENT" => draft.Add(new AddedAttachment(
                0, name, ContentType(body), isInline, ContentId(body), call.World.Now, Bytes(body))
            {
                ContentLocation = Line(body, "contentLocation"),
            }),
            "MICROSOFT.GRAPH.ITEMATTACHMENT" => draft.Add(new AddedAttachment(
                0, name, "message/rfc822", isInline, null, call.World.Now, Item(call, body), AttachmentKind.Item)),
            "MICROSOFT.GRAPH.REFERENCEATTACHMENT" => draft.Add(new AddedAttachment(
                0, name, "text/html", isInline, null, call.World.Now, Encoding.UTF8.GetBytes(body.Text("sourceUrl") ?? string.Empty), AttachmentKind.Reference)),
            _ => throw GraphRefusalException.BadRequest($"There is no type '{type}' of attachments."),
        };
    }

    internal static StoredMessage Draft(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        return message.IsDraft && !message.IsSubmitted
            ? message
            : throw new GraphRefusalException(403, "ErrorAccessDenied", "Attachments can only be changed on a draft.");
    }

    internal static string ContentType(JsonObject body) => Line(body, "contentType") ?? "application/octet-stream";

    internal static string? ContentId(JsonObject body) => Line(body, "contentId");

    // Both become header fields.
    private static string? Line(JsonObject body, string name) => body.Text(name) is { } text && !HeaderText.Fits(text)
        ? throw new GraphRefusalException(400, "ErrorInvalidParameter", $"The {name} has characters that a header cannot have.")
        : body.Text(name);

    private static byte[] Bytes(JsonObject body)
    {
        var encoded = body.Text("contentBytes") ?? throw new GraphRefusalException(400, "ErrorInvalidParameter", "The contentBytes are missing.");
        var content = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, content, out var written)
            ? content[..written]
            : throw new GraphRefusalException(400, "RequestBodyRead", "Cannot convert contentBytes to Edm.Binary.");
    }

    // Of the items that can be attached only mails are of this simulation.
    private static byte[] Item(GraphCall call, JsonObject body)
    {
        var item = body["item"] as JsonObject ?? throw new GraphRefusalException(400, "ErrorInvalidParameter", "The item is missing.");
        var type = (item.Text("@odata.type") ?? $"{TypePrefix}message").TrimStart('#');
        return string.Equals(type, $"{TypePrefix}message", StringComparison.OrdinalIgnoreCase)
            ? DraftContent.Create(call, item)
            : throw GraphRefusalException.BadRequest($"Items of type '{type}' are not part of this simulation.");
    }
}
