using System.Text.Json.Nodes;
using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>The attachments of a message: those in its MIME, then those added to a draft.</summary>
internal static class Attachments
{
    internal static SimulatedResponse List(GraphCall call, string id) => call.Json(200, new JsonObject
    {
        ["@odata.context"] = $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages('{id}')/attachments",
        ["value"] = Describe(call, call.FindMessage(id)),
    });

    internal static SimulatedResponse Show(GraphCall call, string id, string attachment)
    {
        var message = call.FindMessage(id);
        var found = Find(call, message, attachment);
        return call.Json(200, Selection.Apply(Write(call, message, found), call.Select));
    }

    /// <summary>The plain bytes of a file, or the MIME of an attached mail (attachment-get).</summary>
    internal static SimulatedResponse Content(GraphCall call, string id, string attachment)
    {
        var found = Find(call, call.FindMessage(id), attachment);
        return SimulatedResponse.Of(200, found.IsMail ? "text/plain" : found.ContentType, found.Content);
    }

    internal static JsonArray Describe(GraphCall call, StoredMessage message) =>
        new([.. All(message).Select(a => (JsonNode)Selection.Apply(Write(call, message, a), call.Query["$expand"] is null ? call.Select : null))]);

    internal static JsonObject Write(GraphCall call, StoredMessage message, AttachedFile file)
    {
        var json = new JsonObject
        {
            ["@odata.type"] = file.IsMail ? "#microsoft.graph.itemAttachment" : "#microsoft.graph.fileAttachment",
            ["@odata.mediaContentType"] = file.ContentType,
            ["id"] = call.Ids.Attachment(call.Mailbox, message.Number, file.Number),
            ["lastModifiedDateTime"] = MessageJson.Time(message.Modified),
            ["name"] = file.Name,
            ["contentType"] = file.ContentType,
            // The size shown is the encoded one, not the file's exact length.
            ["size"] = file.Content.Length * 4L / 3,
            ["isInline"] = file.IsInline,
        };
        if (!file.IsMail)
        {
            json["contentId"] = file.ContentId;
            json["contentLocation"] = null;
            if (call.Select?.Contains("contentBytes") != false)
            {
                json["contentBytes"] = Convert.ToBase64String(file.Content);
            }
        }

        return json;
    }

    internal static AttachedFile Find(GraphCall call, StoredMessage message, string id)
    {
        var item = call.Ids.Read(call.Mailbox, id, out var foreign)
            ?? throw new GraphRefusalException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        return (foreign || item.Kind != ItemKind.Attachment || item.Number != message.Number
            ? null
            : All(message).FirstOrDefault(a => a.Number == item.Attachment)) ?? throw GraphRefusalException.ItemNotFound();
    }

    internal static IEnumerable<AttachedFile> All(StoredMessage message) =>
        InMime(message.RawBytes).Concat(message.Added.Select(a =>
            new AttachedFile(-a.Number, a.Name, a.ContentType, a.IsInline, a.ContentId, IsMail: false, a.Content)));

    /// <summary>Everything in the MIME that is not the text itself; numbered from one in the order of the parts.</summary>
    internal static IEnumerable<AttachedFile> InMime(byte[] raw)
    {
        var message = MessageFacts.Parse(raw);
        var number = 0;
        foreach (var part in message.BodyParts)
        {
            if (part is TextPart { IsAttachment: false, FileName: null, ContentId: null })
            {
                continue;
            }

            number++;
            yield return Read(part, number);
        }
    }

    private static AttachedFile Read(MimeEntity part, int number)
    {
        using var content = new MemoryStream();
        switch (part)
        {
            case MessagePart { Message: { } mail }:
                mail.WriteTo(content);
                break;
            case MimePart { Content: { } encoded }:
                encoded.DecodeTo(content);
                break;
        }

        var isMail = part is MessagePart;
        var name = part is MessagePart { Message.Subject: { Length: > 0 } subject } ? subject : part.ContentDisposition?.FileName ?? part.ContentType.Name;
        return new AttachedFile(
            number, name ?? $"attachment-{number}", part.ContentType.MimeType, !part.IsAttachment && !isMail, part.ContentId, isMail, content.ToArray());
    }
}

/// <summary>One attachment, wherever it lies. Added ones have negative numbers.</summary>
internal sealed record AttachedFile(
    int Number, string Name, string ContentType, bool IsInline, string? ContentId, bool IsMail, byte[] Content);
