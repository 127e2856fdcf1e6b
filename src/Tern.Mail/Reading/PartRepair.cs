using System.Text.RegularExpressions;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Parts whose type or transfer encoding is written so that the parser does not know it, where what is meant is plain.</summary>
internal static partial class PartRepair
{
    /// <summary>The part itself where nothing is wrong with it.</summary>
    internal static MimeEntity Mend(MimeEntity entity, bool isWhole, ProblemList problems)
    {
        if (entity is not MimePart { Content: { Stream: { } bytes } content } part)
        {
            return entity;
        }

        if (content.Encoding == ContentEncoding.Default && MeantEncoding(part) is { } encoding)
        {
            problems.Add("A transfer encoding is not well formed; it was read as what it resembles.");
            part.Content = new MimeContent(bytes, encoding);
        }

        return part is not TextPart && MeantType(part) is { } subtype ? AsText(part, subtype, problems)
            : part is TextPart text && IsOtherText(text, isWhole) ? AsText(part, "plain", problems)
            : part;
    }

    // RFC 2045 §6.1 allows neither quotes nor other spellings.
    private static ContentEncoding? MeantEncoding(MimePart part)
    {
        var written = part.Headers[HeaderId.ContentTransferEncoding];
        return written is null ? null
            : Base64().IsMatch(written) ? ContentEncoding.Base64
            : QuotedPrintable().IsMatch(written) ? ContentEncoding.QuotedPrintable
            : null;
    }

    // What cannot be read as a type is plain text (RFC 2045 §5.2); the parser takes it for octets.
    private static string? MeantType(MimePart part)
    {
        if (IsFile(part) || part.Headers[HeaderId.ContentType] is not { } written)
        {
            return null;
        }

        return part.ContentType.IsMimeType("application", "octet-stream") && !written.Contains("octet", StringComparison.OrdinalIgnoreCase)
            ? written.Contains("html", StringComparison.OrdinalIgnoreCase) ? "html" : NamesOtherMedia().IsMatch(written) || (part.Content!.Encoding == ContentEncoding.Base64 && !written.Contains("text", StringComparison.OrdinalIgnoreCase)) ? null : "plain"
            : part.ContentType.IsMimeType("plain", "text") ? "plain"
            : part.ContentType.MediaType.Equals("text", StringComparison.OrdinalIgnoreCase) ? "plain"
            : null;
    }

    // A subtype of text that is not known is read as plain text (RFC 2046 §4.1.4) where it is all there is.
    private static bool IsOtherText(TextPart part, bool isWhole) =>
        (isWhole || part.ContentType.MediaSubtype is "" or "text") && !part.IsPlain && !part.IsHtml && !part.IsEnriched && !IsFile(part)
        && part.ContentType.MediaSubtype.ToLowerInvariant() is not ("calendar" or "vcard" or "x-vcard" or "directory" or "rfc822-headers");

    private static bool IsFile(MimePart part) =>
        part.FileName is not null || part.ContentDisposition is { } disposition && !disposition.Disposition.Equals("inline", StringComparison.OrdinalIgnoreCase);

    private static TextPart AsText(MimePart part, string subtype, ProblemList problems)
    {
        problems.Add("The type of a part is not one that is known; it was read as text.");
        var text = new TextPart(subtype) { Content = part.Content };
        var charset = part.ContentType.Charset ?? (Charset().Match(part.Headers[HeaderId.ContentType] ?? "") is { Success: true } match ? match.Groups["charset"].Value : null);
        if (charset is not null)
        {
            text.ContentType.Charset = charset;
        }

        return text;
    }

    [GeneratedRegex(@"^\W*(?:x-)?base-?64\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Base64();

    [GeneratedRegex(@"^\W*(?:x-)?quoted[-_ ]?print(?:able|ed)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedPrintable();

    [GeneratedRegex(@"^\W*(?:image|audio|video|application|message|multipart|font|model)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamesOtherMedia();

    [GeneratedRegex(@"charset\s*=\s*[""']?(?<charset>[A-Za-z0-9_:-]{2,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Charset();
}
