using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Names for files: as the mail says where that is safe, made from the type where it says nothing.</summary>
internal static partial class AttachmentNames
{
    private static readonly string[] Reserved = ["con", "prn", "aux", "nul", "conin$", "conout$"];

    internal static string Choose(MimeEntity entity, ProblemList problems, Encoding? hint)
    {
        var given = Given(entity);
        if (MakeSafe(Decode(entity, given, problems, hint)) is { } name)
        {
            return entity is MessagePart && !name.Contains('.', StringComparison.Ordinal) ? name + ".eml" : name;
        }

        var type = entity.ContentType;
        if (entity is MessagePart part)
        {
            var subject = part.Message?.Headers["Subject"] is { } && part.Message.Headers[HeaderId.Subject] is { } raw ? HeaderText.Unfold(raw) : null;
            return (MakeSafe(subject) ?? MakeSafe(Description(entity, problems)) ?? "message") + ".eml";
        }

        if (EncodedMail.Is(entity))
        {
            var subject = new HeaderReader(EncodedMail.Headers(entity), problems, hint).Text("Subject");
            return (MakeSafe(subject) ?? MakeSafe(Description(entity, problems)) ?? "message") + ".eml";
        }

        if (type.IsMimeType("message", "*") || type.IsMimeType("text", "rfc822-headers"))
        {
            return (MakeSafe(Description(entity, problems)) ?? type.MediaSubtype.ToLowerInvariant()) + ".txt";
        }

        if (entity.ContentLocation is { } location && !location.IsAbsoluteUri && MakeSafe(location.OriginalString) is { } located && located.Contains('.', StringComparison.Ordinal))
        {
            return located;
        }

        // Outlook names its pictures in the Content-ID alone: image001.jpg@01D7….
        if (entity.ContentId is { } id && id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && MakeSafe(id[..at]) is { } fromId && Path.GetExtension(fromId).Length is > 2 and < 6)
        {
            return fromId;
        }

        var described = MakeSafe(Description(entity, problems));
        return described is not null && Path.HasExtension(described) && described.Length < 100 && !described.Contains(' ', StringComparison.Ordinal)
            ? described
            : Generated(type);
    }

    private static string? Given(MimeEntity entity)
    {
        // Some write the older parameter where the newer belongs (RFC 2183 §2.3).
        var given = entity.ContentDisposition?.FileName ?? entity.ContentType.Name ?? entity.ContentDisposition?.Parameters["name"]
            ?? LooseName(entity.Headers[HeaderId.ContentDisposition]) ?? LooseName(entity.Headers[HeaderId.ContentType]);
        if (given is ['\'', _, .., '\''])
        {
            return given[1..^1];
        }

        // In a path of Windows the backslashes should have been doubled (RFC 2045 §5.1, RFC 5322 §3.2.4); read as they stand, they are gone.
        return given is [_, ':', ..] && WindowsPath().Match(entity.Headers[HeaderId.ContentDisposition] ?? entity.Headers[HeaderId.ContentType] ?? "") is { Success: true } path
            ? path.Groups["name"].Value
            : given;
    }

    // Of a header that lost the semicolon before the name, or the word before the semicolon, the parser takes nothing.
    private static string? LooseName(string? header) =>
        header?.Contains("name=", StringComparison.OrdinalIgnoreCase) == true && Name().Match(header) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(@"(?:^|[\s;])(?:file)?name=(?:""(?<name>[^""]{1,400})""?|(?<name>[^\s;""]{1,400}))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"name=""?[A-Za-z]:\\(?:[^""\\]{1,200}\\){0,40}(?<name>[^""\\]{1,200})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WindowsPath();

    /// <summary>The last segment of a path, without control and bidirectional characters, never reserved or hidden; null where nothing is left.</summary>
    internal static string? MakeSafe(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        name = HeaderText.Unfold(name);
        var slash = name.LastIndexOfAny(['/', '\\']);
        name = slash >= 0 ? name[(slash + 1)..] : name;
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune.Value is '<' or '>' or '"' or '|' or '?' or '*' && category != UnicodeCategory.OtherLetter)
            {
                clean.Append(category is UnicodeCategory.Format or UnicodeCategory.Control ? "" : "_");
                continue;
            }

            clean.Append(rune.ToString());
        }

        var safe = clean.ToString().Trim().TrimEnd('.', ' ').TrimStart('.', ' ');
        if (safe.Length == 0)
        {
            return null;
        }

        if (safe.Length > Limits.NameLength)
        {
            safe = Shorten(safe);
        }

        var stem = safe.Split('.')[0].ToLowerInvariant();
        var isReserved = Reserved.Contains(stem) || (stem.Length == 4 && (stem.StartsWith("com", StringComparison.Ordinal) || stem.StartsWith("lpt", StringComparison.Ordinal)) && char.IsAsciiDigit(stem[3]));
        return isReserved ? "_" + safe : safe;
    }

    private static string Shorten(string name)
    {
        var extension = Path.GetExtension(name);
        extension = extension.Length > 12 ? "" : extension;
        var length = Limits.NameLength - extension.Length;
        if (char.IsHighSurrogate(name[length - 1]))
        {
            length--;
        }

        return name[..length].TrimEnd() + extension;
    }

    private static string? Decode(MimeEntity entity, string? name, ProblemList problems, Encoding? hint)
    {
        if (name is null)
        {
            return null;
        }

        if (name.Contains("=?", StringComparison.Ordinal))
        {
            // Encoded words in parameters are against RFC 2231 and what half of the clients write.
            return HeaderText.Decode(Encoding.UTF8.GetBytes(name.Trim()), problems);
        }

        // Raw or percent-encoded bytes of no named charset (RFC 2231 §4), which the parser took for Latin-1.
        if (!Ascii.IsValid(name) && name.AsSpan().IndexOfAnyExceptInRange('\0', '\u00FF') < 0 && (HasRawBytes(entity) || Utf8.IsValid(Encoding.Latin1.GetBytes(name))))
        {
            return Charsets.Decode(Encoding.Latin1.GetBytes(name), label: null, problems, hint);
        }

        return name;
    }

    private static bool HasRawBytes(MimeEntity entity)
    {
        foreach (var header in entity.Headers)
        {
            if (header.Id is HeaderId.ContentType or HeaderId.ContentDisposition && !Ascii.IsValid(header.RawValue))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Description(MimeEntity entity, ProblemList problems)
    {
        foreach (var header in entity.Headers)
        {
            if (header.Id == HeaderId.ContentDescription)
            {
                return HeaderText.Decode(header.RawValue, problems);
            }
        }

        return null;
    }

    private static string Generated(ContentType type)
    {
        var known = type.MimeType.ToLowerInvariant() switch
        {
            "text/plain" => "document.txt",
            "text/html" => "document.html",
            "text/calendar" => "invitation.ics",
            "text/vcard" or "text/x-vcard" => "contact.vcf",
            "application/pdf" => "document.pdf",
            "application/pkcs7-mime" or "application/x-pkcs7-mime" => "smime.p7m",
            "application/pkcs7-signature" or "application/x-pkcs7-signature" => "smime.p7s",
            "application/pgp-signature" => "signature.asc",
            "application/ms-tnef" or "application/vnd.ms-tnef" => "winmail.dat",
            "video/quicktime" => "video.mov",
            "application/pgp-encrypted" or "application/octet-stream" => "file",
            _ => null,
        };
        if (known is not null)
        {
            return known;
        }

        var stem = type.MediaType.ToLowerInvariant() is "image" or "video" or "audio" ? type.MediaType.ToLowerInvariant() : "file";
        return MimeTypes.TryGetExtension(type.MimeType, out var extension) ? stem + extension : stem;
    }
}
