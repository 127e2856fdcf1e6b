using MimeKit;
using MimeKit.IO;

namespace Tern.Mail.Reading;

/// <summary>The bytes of a part where they lie in the mail. They are copied only where the parser keeps them elsewhere, or where they are encoded.</summary>
internal static class PartBytes
{
    /// <summary>As they came, in their transfer encoding.</summary>
    internal static ReadOnlyMemory<byte> Encoded(IMimeContent content)
    {
        if (content.Stream is BoundStream { BaseStream: MemoryStream mail } bound && mail.TryGetBuffer(out var buffer))
        {
            var end = bound.EndBoundary < 0 ? mail.Length : Math.Min(bound.EndBoundary, mail.Length);
            return buffer.AsMemory((int)bound.StartBoundary, (int)(end - bound.StartBoundary));
        }

        using var copy = new MemoryStream(content.Stream is { CanSeek: true } stream ? (int)stream.Length : 0);
        content.WriteTo(copy);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    /// <summary>As many bytes they come to at the least, told without decoding them: with each = of quoted-printable go two others, and of base64 no line is shorter than four.</summary>
    internal static int LeastDecoded(IMimeContent content) => content.Encoding switch
    {
        ContentEncoding.QuotedPrintable when Encoded(content) is var encoded => encoded.Length - (3 * encoded.Span.Count((byte)'=')),
        ContentEncoding.Base64 => Encoded(content).Length / 2,
        _ => 0,
    };

    /// <summary>What they mean; of much more than <paramref name="most"/> bytes only the beginning.</summary>
    internal static ReadOnlyMemory<byte> Decoded(IMimeContent content, ProblemList problems, int most = int.MaxValue)
    {
        switch (content.Encoding)
        {
            case ContentEncoding.Base64:
                var encoded = Encoded(content);
                var lines = Lines(encoded, most * 14L / 10);
                var meant = Base64Content.Decode(lines, problems);
                return meant.Length < most && lines.Length < encoded.Length ? Base64Content.Decode(encoded, problems) : meant;
            case ContentEncoding.Default or ContentEncoding.SevenBit or ContentEncoding.EightBit or ContentEncoding.Binary:
                return Encoded(content);
            default:
                using (var decoded = new Beginning(content.Stream is { CanSeek: true } stream ? (int)Math.Min(stream.Length, most) : 0, most))
                {
                    if (content.Encoding == ContentEncoding.QuotedPrintable && SoftBreaks.Mend(Encoded(content)) is { } mended)
                    {
                        using var source = new MemoryStream(mended);
                        new MimeContent(source, ContentEncoding.QuotedPrintable).DecodeTo(decoded);
                    }
                    else
                    {
                        content.DecodeTo(decoded);
                    }

                    return decoded.GetBuffer().AsMemory(0, (int)decoded.Length);
                }
        }
    }

    // Of lines of 60 letters or more; whole ones, because a group of four seldom goes over an end of line, and a broken one is mended at some cost.
    private static ReadOnlyMemory<byte> Lines(ReadOnlyMemory<byte> encoded, long most)
    {
        if (encoded.Length <= most)
        {
            return encoded;
        }

        encoded = encoded[..(int)most];
        return encoded[..(encoded.Span.LastIndexOf((byte)'\n') + 1)] is { IsEmpty: false } lines ? lines : encoded;
    }

    // No encoding makes more bytes of a part than it has, so the length of what is decoded is room enough.
    private sealed class Beginning(int room, int most) : MemoryStream(room)
    {
        public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, Math.Min(count, most - (int)Length));
    }
}
