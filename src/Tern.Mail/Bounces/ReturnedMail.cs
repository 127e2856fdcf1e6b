using System.Text.RegularExpressions;
using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Bounces;

/// <summary>The mail that came back, or its headers: attached, or below the notice.</summary>
internal static partial class ReturnedMail
{
    private const int MaxHeaders = 64 * 1024;

    /// <summary>Which of our messages it is; null where nothing of it came back.</summary>
    internal static string? MessageId(MimeMessage message, string text) =>
        Headers(message)?["Message-ID"] is { } attached ? MessageIds.Parse(attached) is [var first, ..] ? first : MessageIds.Normalize(attached)
        : Id().Match(Below(text)) is { Success: true } below ? MessageIds.Normalize(below.Groups["id"].Value)
        : null;

    /// <summary>Whom it was for.</summary>
    internal static List<string> Recipients(MimeMessage message, string text)
    {
        var to = Headers(message)?["To"] ?? To().Match(Below(text)).Groups["to"].Value;
        return BouncedAddress.FindAll(to);
    }

    private static string Below(string text)
    {
        var notice = Notice.WithoutCopy(text);
        return notice.Length < text.Length ? text[notice.Length..] : text;
    }

    private static HeaderList? Headers(MimeMessage message)
    {
        foreach (var part in message.BodyParts.Take(Limits.Parts))
        {
            switch (part)
            {
                case MessagePart { Message: { } returned }:
                    return returned.Headers;
                case MimePart { Content: { } content } when part.ContentType.IsMimeType("text", "rfc822-headers") || part.ContentType.IsMimeType("message", "rfc822-headers"):
                    using (var decoded = new MemoryStream())
                    {
                        content.DecodeTo(decoded);
                        var bytes = decoded.GetBuffer().AsSpan(0, (int)Math.Min(decoded.Length, MaxHeaders));
                        using var headers = new MemoryStream([.. bytes, (byte)'\n', (byte)'\n']);
                        return new MimeParser(RawMail.Options, headers, MimeFormat.Entity).ParseHeaders();
                    }
                default:
                    break;
            }
        }

        return null;
    }

    [GeneratedRegex(@"^[\s>]{0,8}Message-ID\s?:\s*<?(?<id>[^\s<>]{1,900})>?", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[\s>]{0,8}To\s?:(?<to>[^\n]{1,2000})", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex To();
}
