using System.Buffers.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Drafts;

/// <summary>POST a message: a draft from MIME (base64 in text/plain) or from JSON (user-post-messages).</summary>
internal static class CreateDraft
{
    internal static SimulatedResponse Answer(GraphCall call, string folderKey)
    {
        var folder = call.FindFolder(folderKey);
        return Created(call, IsMime(call) ? Store(call, folder, DecodeMime(call)) : FromJson(call, folder, call.BodyObject()));
    }

    internal static SimulatedResponse Created(GraphCall call, StoredMessage draft) =>
        MessageWriter.Single(call, 201, draft).With("Location", $"{call.Root}/users('{call.Owner.Id}')/messages('{call.IdOf(draft)}')");

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

        raw = raw[..written];
        return RawHeaders.HasAny(raw)
            ? raw
            : throw new GraphRefusalException(400, "ErrorMimeContentInvalid", "The MIME content is invalid: it has no header.");
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
        var draft = Store(call, folder, DraftContent.Create(call, body));
        try
        {
            UpdateMessage.ApplyMarks(draft, body);
            ExtendedProperties.Set(call.World, draft, body);
            Attach(call, draft, body);
        }
        catch (GraphRefusalException)
        {
            call.Mailbox.Purge(draft, call.World.Now);
            throw;
        }

        return draft;
    }

    internal static void Attach(GraphCall call, StoredMessage draft, JsonObject body)
    {
        foreach (var attachment in (body["attachments"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            AddAttachment.Add(call, draft, attachment);
        }
    }
}
