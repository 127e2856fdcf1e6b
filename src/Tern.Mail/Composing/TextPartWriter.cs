using System.Text;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Tern.Mail.Composing;

/// <summary>A text in the encoding that brings it through every gateway with lines of at most 998 octets (RFC 5322 §2.1.1), and is short.</summary>
internal static class TextPartWriter
{
    /// <summary>Lines beyond the standard's 998 are refused; beyond this many some gateways already break them.</summary>
    private const int SafeLine = 200;

    internal static TextPart Write(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.ContentType.Charset = "utf-8";
        var bytes = Encoding.UTF8.GetBytes(text);
        var beyondAscii = bytes.Count(b => b >= 0x80);
        if (beyondAscii == 0 && IsHarmless(text))
        {
            part.ContentTransferEncoding = ContentEncoding.SevenBit;
            part.Content = new MimeContent(new MemoryStream(bytes));
        }
        else if (beyondAscii > bytes.Length / 5)
        {
            // Quoted-printable makes three octets of each; base64 makes four of three. Beyond a fifth it is longer, and nobody can read it raw either.
            part.ContentTransferEncoding = ContentEncoding.Base64;
            part.Content = new MimeContent(new MemoryStream(bytes));
        }
        else
        {
            part.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
            part.Content = new MimeContent(QuotedPrintable(bytes), ContentEncoding.QuotedPrintable);
        }

        return part;
    }

    private static bool IsHarmless(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            // RFC 2049 §3: mail stores change "From " at the start of a line, gateways take white space from its end.
            if (line.Length > SafeLine || line.StartsWith("From ", StringComparison.Ordinal) || line.EndsWith(' ') || line.EndsWith('\t'))
            {
                return false;
            }
        }

        return true;
    }

    private static MemoryStream QuotedPrintable(byte[] bytes)
    {
        var encoded = new MemoryStream(bytes.Length + bytes.Length / 4);
        using (var filtered = new FilteredStream(encoded))
        {
            filtered.Add(new Unix2DosFilter());
            filtered.Add(new EncoderFilter(new QuotedPrintableEncoder()));
            filtered.Add(new ArmoredFromFilter());
            filtered.Write(bytes);
            filtered.Flush();
        }

        // The filters close what they write to; its bytes stay.
        return new MemoryStream(encoded.ToArray());
    }
}
