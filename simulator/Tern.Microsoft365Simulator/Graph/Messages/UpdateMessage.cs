using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>PATCH a message: marks on any message, content on drafts only (message-update).</summary>
internal static class UpdateMessage
{
    private static readonly string[] DraftOnly =
        ["subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender", "internetMessageId", "internetMessageHeaders"];

    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        if (call.Request.Header("If-Match") is { } etag && etag != "*" && etag != MessageJson.Etag(message))
        {
            throw new GraphRefusalException(412, "ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");
        }

        var body = call.BodyObject();
        var content = body.Select(p => p.Key).Where(k => DraftOnly.Contains(k, StringComparer.OrdinalIgnoreCase)).ToList();
        if (content.Count > 0 && (!message.IsDraft || message.IsSubmitted))
        {
            throw new GraphRefusalException(403, "ErrorAccessDenied", $"'{content[0]}' can only be changed on a draft.");
        }

        ApplyMarks(message, body);
        ExtendedProperties.Set(message, body);
        if (content.Count > 0)
        {
            DraftContent.Change(call.World, message, body);
        }

        call.Mailbox.Touch(message, call.World.Now, onlyRead: body.Count == 1 && body.ContainsKey("isRead"));
        var json = MessageJson.Write(call, message, call.Select);
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages/$entity");
        return call.Json(200, json);
    }

    internal static void ApplyMarks(StoredMessage message, JsonObject body)
    {
        message.IsRead = body.Flag("isRead") ?? message.IsRead;

        if (body["categories"] is JsonArray categories)
        {
            message.Categories = [.. categories.Select(c => GraphBody.Value<string>(c, "categories") ?? string.Empty)];
        }

        message.Importance = body.Text("importance") ?? message.Importance;
        message.FlagStatus = (body["flag"] as JsonObject)?.Text("flagStatus") ?? message.FlagStatus;
    }
}
