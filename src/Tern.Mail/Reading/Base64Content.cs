using System.Buffers;
using System.Buffers.Text;
using MimeKit.Encodings;

namespace Tern.Mail.Reading;

/// <summary>
/// Decodes base64 parts (RFC 2045 §6.8) in one pass, keeping the last bytes of those that lost their padding. Other characters are to be ignored, and a warning may be
/// given; where they are more than a tenth, nobody encoded anything, and the part is kept as it came.
/// </summary>
internal static class Base64Content
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\r\n"u8);

    internal static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> encoded, ProblemList problems)
    {
        // Files are most of what is kept of a mail; clearing their room before it is filled would cost as much as filling it.
        var decoded = GC.AllocateUninitializedArray<byte>(Base64.GetMaxDecodedFromUtf8Length(encoded.Length));
        return Base64.DecodeFromUtf8(encoded.Span, decoded, out _, out var written) == OperationStatus.Done ? decoded.AsMemory(0, written) : Mended(encoded, problems);
    }

    /// <summary>What it comes to, where nothing of it has to be mended; else null. Read from its beginning, and nothing is held.</summary>
    internal static long? DecodedLength(Stream encoded)
    {
        encoded.Position = 0;
        var block = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            var (letters, padding) = (0L, 0);
            while (encoded.Read(block) is > 0 and var read)
            {
                var span = block.AsSpan(0, read);
                var end = padding > 0 ? 0 : span.IndexOf((byte)'=') is >= 0 and var at ? at : read;
                if (span[..end].ContainsAnyExcept(Letters))
                {
                    return null;
                }

                letters += end - Blanks(span[..end]);
                padding += span[end..].Count((byte)'=');
                if (span[end..].ContainsAnyExcept("= \t\r\n"u8))
                {
                    return null;
                }
            }

            return padding <= 2 && (letters + padding) % 4 == 0 ? ((letters + padding) / 4 * 3) - padding : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static int Blanks(ReadOnlySpan<byte> span) => span.Count((byte)'\r') + span.Count((byte)'\n') + span.Count((byte)' ') + span.Count((byte)'\t');

    private static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> encoded, ProblemList problems)
    {
        if (EndBefore(encoded.Span) is > 0 and var end)
        {
            problems.Add("Text stands behind the end of a base64 part; it was left out.");
            encoded = encoded[..end];
        }

        var clean = GC.AllocateUninitializedArray<byte>(encoded.Length + 3);
        var length = 0;
        var others = 0;
        var blanks = 0;
        var sawEnd = false;
        var goesOn = false;
        foreach (var b in encoded.Span)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/')
            {
                goesOn |= sawEnd;
                clean[length++] = b;
            }
            else if (b == (byte)' ')
            {
                blanks++;
            }
            else if (b is not ((byte)'=' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                others++;
            }

            sawEnd |= b == (byte)'=';
        }

        // Blanks alone do no harm; beside other characters they are what parts words.
        if (others > 0 && (others + blanks) * 10L > length + others + blanks)
        {
            problems.Add("A part that is said to be base64 is not; it is kept as it came.");
            return encoded;
        }

        if (goesOn)
        {
            return ByParser(encoded);
        }

        // Two or three letters of the last four still carry one or two bytes; a single one carries none. Filled up with zeros, not with
        // padding, since a careless encoder leaves bits there that a strict decoder refuses.
        length -= length % 4 == 1 ? 1 : 0;
        var missing = (4 - length % 4) % 4;
        clean.AsSpan(length, missing).Fill((byte)'A');
        return Base64.DecodeFromUtf8InPlace(clean.AsSpan(0, length + missing), out var written) == OperationStatus.Done
            ? clean.AsMemory(0, written - missing)
            : ByParser(encoded);
    }

    /// <summary>Where the padding ends it and what follows is no base64, which mailing lists add to it (RFC 2045 §6.8: padding occurs only at the end); else zero.</summary>
    private static int EndBefore(ReadOnlySpan<byte> encoded)
    {
        var padding = encoded.IndexOf((byte)'=');
        if (padding < 4)
        {
            return 0;
        }

        var end = padding + encoded[padding..].IndexOfAnyExcept((byte)'=');
        if (end < padding || encoded[..padding].ContainsAnyExcept(Letters))
        {
            return 0;
        }

        var rest = encoded[end..].Trim("\r\n"u8);
        rest = rest[..Math.Min(rest.Length, 1000)];
        var others = 0;
        foreach (var b in rest)
        {
            others += Letters.Contains(b) && b is not ((byte)' ') || b == (byte)'=' ? 0 : 1;
        }

        return others * 10 > rest.Length ? end : 0;
    }

    private static ReadOnlyMemory<byte> ByParser(ReadOnlyMemory<byte> encoded)
    {
        var input = encoded.ToArray();
        var decoder = new Base64Decoder();
        var output = new byte[decoder.EstimateOutputLength(input.Length)];
        return output.AsMemory(0, decoder.Decode(input, 0, input.Length, output));
    }
}
