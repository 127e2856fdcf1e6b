using System.Text;
using MimeKit;
using Tern.Mail.Html;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>The body of an outgoing mail: text and HTML as alternatives, pictures related to the HTML, files beside them.</summary>
internal static class MailBody
{
    internal static MultipartAlternative Texts(OutgoingMail mail, out long size)
    {
        var text = TextPartWriter.Write("plain", Clean(mail.Text));
        var html = TextPartWriter.Write("html", mail.Html is null ? PageMarkup.Page(TextMarkup.ToHtml(Clean(mail.Text))) : Clean(mail.Html));
        var body = new MultipartAlternative { text, html };
        using var measure = new MimeKit.IO.MeasuringStream();
        body.WriteTo(WireFormat.Options, measure);
        size = measure.Length;
        return body;
    }

    internal static MimeEntity WithFiles(MultipartAlternative texts, string? html, IReadOnlyList<OutgoingAttachment> files)
    {
        var shown = ContentIds.In(html);
        var pictures = files.Where(f => IsPicture(f, shown)).ToList();
        if (pictures.Count > 0)
        {
            var related = new MultipartRelated { Root = texts[1] };
            texts.RemoveAt(1);
            foreach (var picture in pictures)
            {
                related.Add(File(picture, ContentDisposition.Inline));
            }

            texts.Add(related);
        }

        if (files.Count == pictures.Count)
        {
            return texts;
        }

        var mixed = new Multipart("mixed") { texts };
        foreach (var file in files.Except(pictures))
        {
            mixed.Add(File(file, ContentDisposition.Attachment));
        }

        return mixed;
    }

    /// <summary>The file as the mail calls it, and with a content id only where it is a picture that the page shows.</summary>
    internal static OutgoingAttachment Named(OutgoingAttachment file, string? html) => file with
    {
        Name = AttachmentNames.MakeSafe(file.Name) ?? "file",
        ContentId = IsPicture(file, ContentIds.In(html)) ? MessageIds.Normalize(file.ContentId) : null,
    };

    private static bool IsPicture(OutgoingAttachment file, HashSet<string> shown) => MessageIds.Normalize(file.ContentId) is { } id && Ascii.IsValid(id) && shown.Contains(id);

    private static string Clean(string text) => Charsets.Tidy(text);

    private static MimePart File(OutgoingAttachment file, string disposition)
    {
        var type = ContentType.TryParse(HeaderText.Unfold(file.ContentType), out var parsed) && !parsed.IsMimeType("multipart", "*") && !parsed.IsMimeType("message", "*")
            ? new ContentType(parsed.MediaType, parsed.MediaSubtype)
            : new ContentType("application", "octet-stream");
        var name = AttachmentNames.MakeSafe(file.Name) ?? "file";

        // Content-Disposition has the name as RFC 2231 wants it. Content-Type repeats it as an encoded word, which RFC 2047 §5 forbids there and which
        // Outlook and the programs before RFC 2231 read; those that know better read the first.
        type.Parameters.Add(new Parameter(Encoding.UTF8, "name", name) { EncodingMethod = ParameterEncodingMethod.Rfc2047 });
        var part = new MimePart(type)
        {
            ContentDisposition = new ContentDisposition(disposition) { FileName = name },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        if (MessageIds.Normalize(file.ContentId) is { } id && Ascii.IsValid(id))
        {
            part.ContentId = id;
        }

        using var source = file.Open();
        var copy = new MemoryStream((int)Math.Clamp(file.Size, 0, int.MaxValue / 2));
        source.CopyTo(copy);
        if (copy.Length < file.Size)
        {
            throw new EndOfStreamException($"A file of {file.Size} bytes ended after {copy.Length}.");
        }

        copy.Position = 0;
        part.Content = new MimeContent(copy);
        return part;
    }
}
