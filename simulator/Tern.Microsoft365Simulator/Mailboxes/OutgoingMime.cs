using System.Globalization;
using MimeKit;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>What the server makes of a draft: attachments merged in, missing header fields added, its own rules applied.</summary>
internal static class OutgoingMime
{
    private static readonly FormatOptions Network = WithNetworkLines();

    /// <summary>The message with everything attached to it so far. Without additions it is the bytes as they came.</summary>
    internal static byte[] Merge(World world, StoredMessage draft)
    {
        if (!draft.Added.Any(a => a.Kind != AttachmentKind.Reference))
        {
            return draft.RawBytes;
        }

        var message = MessageFacts.Parse(draft.RawBytes);
        if (message.Body is not Multipart mixed || !mixed.ContentType.IsMimeType("multipart", "mixed"))
        {
            mixed = new Multipart("mixed") { Boundary = $"_sim_{world.Identifier("boundary", draft.Number)}" };
            if (message.Body is { } body)
            {
                mixed.Add(body);
            }

            message.Body = mixed;
        }

        foreach (var added in draft.Added.Where(a => a.Kind != AttachmentKind.Reference))
        {
            mixed.Add(added.Kind == AttachmentKind.Item ? new MessagePart { Message = MessageFacts.Parse(added.Content) } : PartOf(added));
        }

        return Write(message);
    }

    /// <summary>The message as it leaves and as its copy is kept; Bcc is still in it.</summary>
    internal static byte[] Prepare(World world, User owner, StoredMessage draft)
    {
        var raw = Merge(world, draft);
        if (world.Settings.ReplaceMessageId || !RawHeaders.Has(raw, "Message-ID"))
        {
            raw = RawHeaders.Set(raw, "Message-ID", NewMessageId(world));
        }

        if (!RawHeaders.Has(raw, "Date"))
        {
            // RFC 5322 §3.3
            raw = RawHeaders.Set(raw, "Date", world.Now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        }

        if (!RawHeaders.Has(raw, "From"))
        {
            raw = RawHeaders.Set(raw, "From", new MailboxAddress(owner.DisplayName, owner.Mail).ToString());
        }

        return world.Settings.StripAutoSubmitted ? RawHeaders.Without(raw, "Auto-Submitted") : raw;
    }

    internal static string NewMessageId(World world) =>
        $"<SIM{world.Random.Identifier().ToUpperInvariant().Replace("-", string.Empty)}@simulated.prod.outlook.com>";

    internal static byte[] Write(MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(Network, stream);
        return stream.ToArray();
    }

    /// <summary>A draft's MIME without the attachment of this number, counted as Graph counts them.</summary>
    internal static byte[] Without(byte[] raw, int number)
    {
        var message = MessageFacts.Parse(raw);
        var part = MessageFacts.Files(message).ElementAt(number - 1);
        var iterator = new MimeIterator(message);
        while (iterator.MoveNext())
        {
            if (iterator.Current == part && iterator.Parent is Multipart parent)
            {
                parent.Remove(part);
                return Write(message);
            }
        }

        message.Body = new TextPart("plain") { Text = string.Empty };
        return Write(message);
    }

    private static MimePart PartOf(AddedAttachment added)
    {
        if (!MimeKit.ContentType.TryParse(added.ContentType, out var type))
        {
            type = new MimeKit.ContentType("application", "octet-stream");
        }

        var part = new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(added.Content, writable: false)),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(added.IsInline ? ContentDisposition.Inline : ContentDisposition.Attachment),
            ContentLocation = Uri.TryCreate(added.ContentLocation, UriKind.RelativeOrAbsolute, out var location) ? location : null,
            FileName = added.Name,
        };
        if (added.ContentId is { Length: > 0 } id)
        {
            // Written by itself: MimeKit takes no id with blanks, and Exchange does.
            part.Headers.Replace(HeaderId.ContentId, $"<{id.Trim('<', '>')}>");
        }

        return part;
    }

    private static FormatOptions WithNetworkLines()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }
}
