using MimeKit;
using MimeKit.IO;

namespace Tern.Mail.Reading;

/// <summary>The bytes of a part where they lie in the mail. They are copied only where the parser keeps them elsewhere, or where they are encoded.</summary>
internal static class PartBytes
{
    /// <summary>Enough of a part to tell whether it is longer than any text that is read in whole.</summary>
    private const int Telling = 4 * Limits.TextBytes;

    /// <summary>The file that they are; what its encoding lacks is noted.</summary>
    internal static FileContent File(IMimeContent content, ProblemList problems)
    {
        if (Place(content) is { Length: > Limits.HeldFileBytes } place)
        {
            switch (content.Encoding)
            {
                case ContentEncoding.Base64 when Base64Content.DecodedLength(place) is { } length:
                    return new FileContent(place, ContentEncoding.Base64, length);
                case ContentEncoding.QuotedPrintable when !SoftBreaks.AreToBeMended(place):
                    using (var measured = new MeasuringStream())
                    {
                        content.DecodeTo(measured);
                        return new FileContent(place, ContentEncoding.QuotedPrintable, measured.Length);
                    }
                case ContentEncoding.Default or ContentEncoding.SevenBit or ContentEncoding.EightBit or ContentEncoding.Binary:
                    return new FileContent(place, ContentEncoding.Binary, place.Length);
                default:
                    break;
            }
        }

        return new FileContent(Decoded(content, problems));
    }

    /// <summary>As they came, in their transfer encoding, up to as many.</summary>
    internal static ReadOnlyMemory<byte> Encoded(IMimeContent content, int most = int.MaxValue)
    {
        if (Place(content) is { } place)
        {
            return place.Hold(most);
        }

        using var copy = new MemoryStream(content.Stream is { CanSeek: true } stream ? (int)stream.Length : 0);
        content.WriteTo(copy);
        return copy.GetBuffer().AsMemory(0, (int)Math.Min(copy.Length, most));
    }

    /// <summary>As many bytes they come to at the least, told without decoding them: with each = of quoted-printable go two others, and of base64 no line is shorter than four.</summary>
    internal static int LeastDecoded(IMimeContent content) => content.Encoding switch
    {
        ContentEncoding.QuotedPrintable when Encoded(content, Telling) is var encoded => encoded.Length - (3 * encoded.Span.Count((byte)'=')),
        ContentEncoding.Base64 => Encoded(content, Telling).Length / 2,
        _ => 0,
    };

    /// <summary>What they mean; of much more than <paramref name="most"/> bytes only the beginning.</summary>
    internal static ReadOnlyMemory<byte> Decoded(IMimeContent content, ProblemList problems, int most = int.MaxValue)
    {
        switch (content.Encoding)
        {
            case ContentEncoding.Base64:
                return Beginning(content, most * 14L / 10, most, (encoded, isCut) => Base64Content.Decode(isCut ? Lines(encoded) : encoded, problems));
            case ContentEncoding.QuotedPrintable:
                return Beginning(content, most * 3L, most, (encoded, _) => QuotedPrintable(encoded, most));
            case ContentEncoding.Default or ContentEncoding.SevenBit or ContentEncoding.EightBit or ContentEncoding.Binary:
                return Encoded(content, Math.Max(most, Telling)); // pictures in the markup are left out before it is counted
            default:
                using (var decoded = new Room(content.Stream is { CanSeek: true } stream ? (int)Math.Min(stream.Length, most) : 0, most))
                {
                    content.DecodeTo(decoded);
                    return decoded.GetBuffer().AsMemory(0, (int)decoded.Length);
                }
        }
    }

    /// <summary>Decodes as much of it as should be enough, and all of it where that was not.</summary>
    private static ReadOnlyMemory<byte> Beginning(IMimeContent content, long enough, int most, Func<ReadOnlyMemory<byte>, bool, ReadOnlyMemory<byte>> decode)
    {
        var encoded = Encoded(content, (int)Math.Min(enough, int.MaxValue));
        var isCut = encoded.Length == enough;
        var meant = decode(encoded, isCut);
        return isCut && meant.Length < most ? decode(Encoded(content), false) : meant;
    }

    private static ReadOnlyMemory<byte> QuotedPrintable(ReadOnlyMemory<byte> encoded, int most)
    {
        using var decoded = new Room(Math.Min(encoded.Length, most), most);
        using var source = new SourceStream(new HeldMail(SoftBreaks.Mend(encoded) ?? encoded));
        new MimeContent(source, ContentEncoding.QuotedPrintable).DecodeTo(decoded);
        return decoded.GetBuffer().AsMemory(0, (int)decoded.Length);
    }

    // Whole lines, because a group of four seldom goes over an end of line, and a broken one is mended at some cost.
    private static ReadOnlyMemory<byte> Lines(ReadOnlyMemory<byte> encoded) =>
        encoded[..(encoded.Span.LastIndexOf((byte)'\n') + 1)] is { IsEmpty: false } lines ? lines : encoded;

    /// <summary>Where they lie in the mail; null where the parser keeps them elsewhere.</summary>
    private static SourceStream? Place(IMimeContent content) =>
        content.Stream is BoundStream { BaseStream: SourceStream mail } bound ? mail.Part(bound.StartBoundary, bound.EndBoundary < 0 ? mail.Length : bound.EndBoundary) : null;

    // No encoding makes more bytes of a part than it has, so the length of what is decoded is room enough.
    private sealed class Room(int room, int most) : MemoryStream(room)
    {
        public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, Math.Min(count, most - (int)Length));
    }
}
