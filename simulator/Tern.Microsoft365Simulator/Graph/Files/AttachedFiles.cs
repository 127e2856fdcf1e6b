using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>The attachments of a message: those in its MIME, then those added to a draft.</summary>
internal static class AttachedFiles
{
    internal static IEnumerable<AttachedFile> All(StoredMessage message, MimeMessage? mime = null) =>
        InMime(mime ?? MessageFacts.Parse(message.RawBytes)).Concat(message.Added.Select(Of));

    internal static AttachedFile Of(AddedAttachment added) =>
        new(-added.Number, added.Name, added.ContentType, added.IsInline, added.ContentId, added.Kind, added.Content) { ContentLocation = added.ContentLocation };

    internal static AttachedFile Find(GraphCall call, StoredMessage message, string id)
    {
        var item = call.Ids.Read(call.Mailbox, id, out var foreign)
            ?? throw new GraphRefusalException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        return (foreign || item.Kind != ItemKind.Attachment || item.Number != message.Number
            ? null
            : All(message).FirstOrDefault(a => a.Number == item.Attachment)) ?? throw GraphRefusalException.ItemNotFound();
    }

    internal static IEnumerable<AttachedFile> InMime(byte[] raw) => InMime(MessageFacts.Parse(raw));

    /// <summary>Everything in the MIME that is not the text itself; numbered from one in the order of the parts.</summary>
    private static IEnumerable<AttachedFile> InMime(MimeMessage message)
    {
        var number = 0;
        foreach (var part in MessageFacts.Files(message))
        {
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
            number, name ?? Standard(part, number), part.ContentType.MimeType, !part.IsAttachment && !isMail, part.ContentId,
            isMail ? AttachmentKind.Item : AttachmentKind.File, content.ToArray())
        {
            ContentLocation = part.ContentLocation?.ToString(),
        };
    }

    // An encrypted mail is one part, often without a name (RFC 8551 §3.2.1; OME wraps message.rpmsg).
    private static string Standard(MimeEntity part, int number) => part.ContentType.MimeType.ToLowerInvariant() switch
    {
        "application/pkcs7-mime" or "application/x-pkcs7-mime" => "smime.p7m",
        "application/pkcs7-signature" or "application/x-pkcs7-signature" => "smime.p7s",
        "application/x-microsoft-rpmsg-message" => "message.rpmsg",
        _ => $"attachment-{number}",
    };
}
