using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Drafts;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>PATCH a message: marks on any message, content on drafts, or with Mail-Advanced on others (message-update).</summary>
internal static class UpdateMessage
{
    private static readonly string[] Content =
        ["subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender", "internetMessageId", "isReadReceiptRequested", "isDeliveryReceiptRequested"];

    private static readonly string[] Marks = ["isRead", "categories", "importance", "flag", "inferenceClassification"];

    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        CheckConflict(call, message);
        var body = call.BodyObject();
        var content = body.Select(p => p.Key).Where(k => Content.Contains(k, StringComparer.OrdinalIgnoreCase)).ToList();
        var isOpen = message.IsDraft && !message.IsSubmitted;
        if (!isOpen && body.ContainsKey("internetMessageHeaders"))
        {
            throw new GraphRefusalException(400, "ErrorInvalidPropertySet", "Set action is invalid for property. The property 'internetMessageHeaders' can only be set on a draft.");
        }

        if (body["attachments"] is not null)
        {
            throw new GraphRefusalException(400, "ErrorInvalidPropertySet", "Set action is invalid for property. Attachments are added and taken away at …/attachments, one by one.");
        }

        if (content.Count > 0 && !isOpen)
        {
            CheckAdvanced(call, content[0]);
        }

        // Done on a copy first: a body that is refused changes nothing.
        var shape = MessageShape.Of(call);
        var changed = message.Copy();
        ApplyMarks(changed, body);
        ExtendedProperties.Set(call.World, changed, body);
        DraftContent.Change(call, changed, body);
        message.TakeOver(changed);
        call.Mailbox.Touch(message, call.World.Now, Changed(body));
        return MessageWriter.Single(call, 200, message, shape);
    }

    private static string? Changed(JsonObject body)
    {
        var names = body.Select(p => p.Key).Where(k => !k.StartsWith('@')).Select(k => k.ToUpperInvariant() switch
        {
            "BODY" => "body,bodyPreview,uniqueBody",
            "FROM" => "from,sender",
            _ => Marks.FirstOrDefault(m => string.Equals(m, k, StringComparison.OrdinalIgnoreCase)) ?? k,
        }).ToList();
        return names.Count == 0 ? null : string.Join(',', names);
    }

    internal static void ApplyMarks(StoredMessage message, JsonObject body)
    {
        message.IsRead = body.Flag("isRead") ?? message.IsRead;
        if (body["categories"] is JsonArray categories)
        {
            message.Categories = [.. categories.Select(c => GraphBody.Value<string>(c, "categories") ?? string.Empty)];
        }

        message.Importance = body.OneOf("importance", "low", "normal", "high") ?? message.Importance;
        message.InferenceClassification = body.OneOf("inferenceClassification", "focused", "other") ?? message.InferenceClassification;
        FlagJson.Set(message, body["flag"] as JsonObject);
    }

    private static void CheckConflict(GraphCall call, StoredMessage message)
    {
        // Exchange itself still works on what has just arrived; this happens without If-Match as well.
        var isTooEarly = call.World.Settings.ConflictAfterArrival > TimeSpan.Zero
            && !message.IsDraft
            && call.World.Now < message.Created + call.World.Settings.ConflictAfterArrival;
        if (isTooEarly)
        {
            throw Conflict();
        }

        CheckEtag(call, message);
    }

    /// <summary>If-Match, which holds for whatever changes a message or takes it away.</summary>
    internal static void CheckEtag(GraphCall call, StoredMessage message)
    {
        if (call.Request.Header("If-Match") is { } etag && etag != "*" && etag != MessageWriter.Etag(message))
        {
            throw Conflict();
        }
    }

    private static GraphRefusalException Conflict() =>
        new(412, "ErrorIrresolvableConflict", "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.");

    // Announced for 31 December 2026; how it will be refused is not known yet.
    private static void CheckAdvanced(GraphCall call, string property)
    {
        var isAllowed = call.World.Now < call.World.Settings.MailAdvancedFrom
            || call.Caller.Permissions.Any(p => p.StartsWith("Mail-Advanced.ReadWrite", StringComparison.OrdinalIgnoreCase));
        if (!isAllowed)
        {
            throw new GraphRefusalException(call.World.Settings.MailAdvancedStatus, "ErrorAccessDenied", $"Access is denied. Changing '{property}' of a message that is no draft needs Mail-Advanced.ReadWrite.");
        }
    }
}
