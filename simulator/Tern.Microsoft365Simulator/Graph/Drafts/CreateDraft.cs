using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Drafts;

/// <summary>POST a message: a draft from MIME (base64 in text/plain) or from JSON (user-post-messages).</summary>
internal static class CreateDraft
{
    internal static SimulatedResponse Answer(GraphCall call, string folderKey)
    {
        var folder = call.FindFolder(folderKey);
        var draft = IsMime(call) ? Store(call, folder, DecodeMime(call)) : FromJson(call, folder, call.BodyObject());
        var json = MessageJson.Write(call, draft, select: null);
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages/$entity");
        return call.Json(201, json).With("Location", $"{call.Root}/users('{call.Owner.Id}')/messages('{call.IdOf(draft)}')");
    }

    internal static bool IsMime(GraphCall call) =>
        call.Request.Header("Content-Type")?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true;

    internal static byte[] DecodeMime(GraphCall call)
    {
        var encoded = call.Request.Body.Span;
        var raw = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        var status = Base64.DecodeFromUtf8(encoded, raw, out _, out var written);
        if (status != System.Buffers.OperationStatus.Done || written == 0)
        {
            throw new GraphRefusalException(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
        }

        return raw[..written];
    }

    internal static StoredMessage Store(GraphCall call, MailFolder folder, byte[] raw)
    {
        var world = call.World;
        // A draft has a Message-ID from the start, so that it can be found by it.
        if (!RawHeaders.Has(raw, "Message-ID"))
        {
            raw = RawHeaders.Set(raw, "Message-ID", OutgoingMime.NewMessageId(world));
        }

        var draft = Delivery.Into(world, call.Mailbox, folder, raw);
        draft.IsDraft = true;
        draft.IsRead = true;
        return draft;
    }

    internal static StoredMessage FromJson(GraphCall call, MailFolder folder, JsonObject body)
    {
        var draft = Store(call, folder, DraftContent.Create(call.World, call.Owner, body));
        UpdateMessage.ApplyMarks(draft, body);
        ExtendedProperties.Set(draft, body);
        if (body["attachments"] is JsonArray attachments)
        {
            foreach (var attachment in attachments.OfType<JsonObject>())
            {
                AddAttachment.Add(call, draft, attachment);
            }
        }

        return draft;
    }
}
