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
        call.FindFolder(folderKey);
        return Created(call, Store(call, IsMime(call) ? New(call, DecodeMime(call)) : FromJson(call, call.BodyObject()), folderKey));
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

    /// <summary>A draft that lies nowhere yet: what is refused leaves no trace.</summary>
    internal static StoredMessage New(GraphCall call, byte[] raw)
    {
        // A draft has a Message-ID from the start, so that it can be found by it.
        if (!RawHeaders.Has(raw, "Message-ID"))
        {
            raw = RawHeaders.Set(raw, "Message-ID", OutgoingMime.NewMessageId(call.World));
        }

        var draft = Delivery.Message(call.World, call.Mailbox, raw);
        draft.IsDraft = true;
        draft.IsRead = true;
        return draft;
    }

    internal static StoredMessage FromJson(GraphCall call, JsonObject body) => Complete(call, New(call, DraftContent.Create(call, body)), body);

    /// <summary>Puts on what a body says besides the mail itself.</summary>
    internal static StoredMessage Complete(GraphCall call, StoredMessage draft, JsonObject body)
    {
        UpdateMessage.ApplyMarks(draft, body);
        ExtendedProperties.Set(call.World, draft, body);
        Attach(call, draft, body);
        return draft;
    }

    internal static StoredMessage Store(GraphCall call, StoredMessage draft, string folderKey = "drafts") =>
        call.Mailbox.Store(draft, call.FindFolder(folderKey), call.World.Now);

    private static void Attach(GraphCall call, StoredMessage draft, JsonObject body)
    {
        foreach (var attachment in (body["attachments"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            AddAttachment.Add(call, draft, attachment);
        }
    }
}
