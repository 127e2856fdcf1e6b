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
        var text = Part("plain", Clean(mail.Text));
        var html = Part("html", mail.Html is null ? Page(TextMarkup.ToHtml(Clean(mail.Text))) : Clean(mail.Html));
        var body = new MultipartAlternative { text, html };
        using var measure = new MimeKit.IO.MeasuringStream();
        body.WriteTo(WireFormat.Options, measure);
        size = measure.Length;
        return body;
    }

    internal static MimeEntity WithFiles(MultipartAlternative texts, string? html, IReadOnlyList<OutgoingAttachment> files)
    {
        var pictures = files.Where(f => IsPicture(f, html)).ToList();
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

    private static bool IsPicture(OutgoingAttachment file, string? html) =>
        file.ContentId is { } id && html?.Contains("cid:" + MessageIds.Normalize(id), StringComparison.OrdinalIgnoreCase) == true;

    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        part.ContentTransferEncoding = IsShortAscii(text) ? ContentEncoding.SevenBit : ContentEncoding.QuotedPrintable;
        return part;
    }

    // RFC 5322 §2.1.1: 998 at most; lines beyond 200 already suffer in some gateways.
    private static bool IsShortAscii(string text)
    {
        if (!Ascii.IsValid(text))
        {
            return false;
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length > 200 || line.StartsWith("From ", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string Page(string content) => $"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>{content}</body></html>\n";

    private static string Clean(string text) => Charsets.Tidy(text);

    private static MimePart File(OutgoingAttachment file, string disposition)
    {
        var type = ContentType.TryParse(HeaderText.Unfold(file.ContentType), out var parsed) && !parsed.IsMimeType("multipart", "*") && !parsed.IsMimeType("message", "*")
            ? new ContentType(parsed.MediaType, parsed.MediaSubtype)
            : new ContentType("application", "octet-stream");
        var name = AttachmentNames.MakeSafe(file.Name) ?? "file";
        type.Name = name;
        var part = new MimePart(type)
        {
            ContentDisposition = new ContentDisposition(disposition) { FileName = name },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        if (MessageIds.Normalize(file.ContentId) is { } id)
        {
            part.ContentId = id;
        }

        using var source = file.Open();
        var copy = new MemoryStream((int)Math.Clamp(file.Size, 0, int.MaxValue / 2));
        source.CopyTo(copy);
        copy.Position = 0;
        part.Content = new MimeContent(copy);
        return part;
    }
}
