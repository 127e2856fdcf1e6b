using System.Buffers;
using System.Buffers.Text;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>
/// Decodes base64 parts (RFC 2045 §6.8) in one pass, keeping the last bytes of those that lost their padding. Other characters are to be ignored, and a warning may be
/// given; where they are more than a tenth, nobody encoded anything, and the part is kept as it came.
/// </summary>
internal static class Base64Content
{
    internal static ReadOnlyMemory<byte> Decode(IMimeContent content, ProblemList problems)
    {
        using var raw = new MemoryStream(content.Stream is { CanSeek: true } stream ? (int)stream.Length : 0);
        content.WriteTo(raw);
        var encoded = raw.GetBuffer().AsSpan(0, (int)raw.Length);
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length + 4)];
        if (Base64.DecodeFromUtf8(encoded, decoded, out _, out var written) == OperationStatus.Done)
        {
            return decoded.AsMemory(0, written);
        }

        var clean = new byte[encoded.Length + 3];
        var length = 0;
        var others = 0;
        var sawEnd = false;
        var goesOn = false;
        foreach (var b in encoded)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/')
            {
                goesOn |= sawEnd;
                clean[length++] = b;
            }
            else if (b is not ((byte)'=' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                others++;
            }

            sawEnd |= b == (byte)'=';
        }

        if (others * 10L > length + others)
        {
            problems.Add("A part that is said to be base64 is not; it is kept as it came.");
            return raw.GetBuffer().AsMemory(0, (int)raw.Length);
        }

        if (goesOn)
        {
            return ByParser(content);
        }

        // Two or three letters of the last four still carry one or two bytes; a single one carries none. Filled up with zeros, not with
        // padding, since a careless encoder leaves bits there that a strict decoder refuses.
        length -= length % 4 == 1 ? 1 : 0;
        var missing = (4 - length % 4) % 4;
        clean.AsSpan(length, missing).Fill((byte)'A');
        return Base64.DecodeFromUtf8(clean.AsSpan(0, length + missing), decoded, out _, out written) == OperationStatus.Done
            ? decoded.AsMemory(0, written - missing)
            : ByParser(content);
    }

    private static ReadOnlyMemory<byte> ByParser(IMimeContent content)
    {
        using var target = new MemoryStream();
        content.DecodeTo(target);
        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
