using System.Buffers;
using System.Buffers.Text;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Decodes base64 parts (RFC 2045 §6.8) in one pass, keeping the last bytes of those that lost their padding.</summary>
internal static class Base64Content
{
    internal static ReadOnlyMemory<byte> Decode(IMimeContent content)
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
        var sawEnd = false;
        foreach (var b in encoded)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/')
            {
                if (sawEnd)
                {
                    return ByParser(content);
                }

                clean[length++] = b;
            }

            sawEnd |= b == (byte)'=';
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
