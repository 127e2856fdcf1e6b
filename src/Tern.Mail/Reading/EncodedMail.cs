using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>An attached mail in a transfer encoding, which RFC 2046 §5.2.1 forbids and RFC 6532 §3.7 allows; the parser leaves it a file.</summary>
internal static class EncodedMail
{
    internal static bool Is(MimeEntity entity) =>
        entity is MimePart { Content: not null } && (entity.ContentType.IsMimeType("message", "rfc822") || entity.ContentType.IsMimeType("message", "global"));

    /// <summary>Its headers; none where it does not begin with any.</summary>
    internal static HeaderList Headers(MimeEntity entity)
    {
        var decoded = PartBytes.Decoded(((MimePart)entity).Content!, new ProblemList(), Limits.HeaderBytes);
        using var stream = new MemoryStream(decoded[..Math.Min(decoded.Length, Limits.HeaderBytes)].ToArray());
        try
        {
            return new MimeParser(RawMail.Options, stream, MimeFormat.Entity).ParseHeaders();
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
