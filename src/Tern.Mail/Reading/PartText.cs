using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Tern.Mail.Html;

namespace Tern.Mail.Reading;

/// <summary>The decoded text of a text part: transfer encoding, charset, format=flowed (RFC 3676), enriched (RFC 1896).</summary>
internal static partial class PartText
{
    internal static string Read(TextPart part, ProblemList problems)
    {
        if (part.Content is null)
        {
            return "";
        }

        var most = !part.IsHtml && PartBytes.LeastDecoded(part.Content) > Limits.TextBytes ? Limits.TextBeginning : Limits.TextBytes;
        var decoded = PartBytes.Decoded(part.Content, problems, most + 1);
        if (part.IsHtml && decoded.Length > Limits.HtmlCharacters)
        {
            decoded = DataUrls.LeaveOut(decoded, most + 1);
        }

        if (decoded.Length > most)
        {
            problems.Add("The text is longer than can be shown; the rest is in the source.");
            decoded = decoded[..(part.IsHtml ? Limits.HtmlBeginning : Limits.TextBeginning)];
        }

        var bytes = decoded.Span;
        var label = part.ContentType.Charset;
        if (part.IsHtml && (string.IsNullOrEmpty(label) || Charsets.ByLabel(label) is null or ASCIIEncoding))
        {
            label = DeclaredInMarkup(bytes) ?? label;
        }

        var text = Charsets.Tidy(Charsets.Decode(bytes, label, problems));
        if (part.IsEnriched)
        {
            return EnrichedTags().Replace(text, m => m.Value == "<<" ? "<" : "");
        }

        return part.IsPlain && part.IsFlowed ? FlowedText.Join(text, part.ContentType.Parameters["delsp"]?.Equals("yes", StringComparison.OrdinalIgnoreCase) == true) : text;
    }

    private static string? DeclaredInMarkup(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 2048)]);
        return MetaCharset().Match(head) is { Success: true } match ? match.Groups["charset"].Value : null;
    }

    [GeneratedRegex(@"<meta[^>]{0,200}charset\s*=\s*[""']?(?<charset>[A-Za-z0-9_:-]{2,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetaCharset();

    [GeneratedRegex(@"<<|<param>.{0,500}?</param>|</?[A-Za-z-]{1,40}>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex EnrichedTags();
}
