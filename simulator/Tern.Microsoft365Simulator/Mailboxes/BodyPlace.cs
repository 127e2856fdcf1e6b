using System.Text;
using MimeKit;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Where the text of a mail is: most are one piece of plain text, whose preview and body are read out of the raw bytes
/// whenever they are wanted, and cost no memory. Of all others the preview is kept.
/// </summary>
internal readonly struct BodyPlace
{
    private readonly byte[]? _raw;
    private readonly int _from;
    private readonly string? _preview;

    private BodyPlace(byte[]? raw, int from, string? preview) => (_raw, _from, _preview) = (raw, from, preview);

    internal bool IsPlain => _raw is not null;

    /// <summary>The whole text; null when it is not plain.</summary>
    internal string? Text => _raw is null ? null : Encoding.UTF8.GetString(_raw.AsSpan(_from));

    internal static BodyPlace Find(byte[] raw, MimeMessage message, int previewLength)
    {
        // Exchange writes CRLF; MimeKit writes what the machine does.
        var text = (message.TextBody ?? (message.HtmlBody is { } html ? PlainText.FromHtml(html) : string.Empty)).ReplaceLineEndings("\r\n");
        if (message.Body is TextPart { IsPlain: true, ContentTransferEncoding: ContentEncoding.Default or ContentEncoding.SevenBit or ContentEncoding.EightBit })
        {
            var header = raw.AsSpan().IndexOf("\r\n\r\n"u8);
            // Whatever the charset says: only what reads the same is plain.
            if (header >= 0 && Encoding.UTF8.GetString(raw.AsSpan(header + 4)) == text)
            {
                return new BodyPlace(raw, header + 4, null);
            }
        }

        return new BodyPlace(null, 0, Cut(text, previewLength));
    }

    internal string Preview(int length)
    {
        if (_raw is null)
        {
            return _preview ?? string.Empty;
        }

        // Four bytes are the most that one character takes (RFC 3629 §3); a pair of surrogates has four for two.
        var bytes = _raw.AsSpan(_from);
        return Cut(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, (4 * length) + 4)]), length);
    }

    private static string Cut(string text, int length) => (text.Length <= length ? text : text[..length]).TrimEnd();
}
