namespace Tern.Mail.Reading;

/// <summary>Soft line breaks of quoted-printable behind which white space was added on the way, where it does not count (RFC 2045 §6.7, rules 3 and 5).</summary>
internal static class SoftBreaks
{
    /// <summary>Whether there is any; read from its beginning, and nothing is held.</summary>
    internal static bool AreToBeMended(Stream encoded)
    {
        encoded.Position = 0;
        using var buffered = new BufferedStream(encoded, 128 * 1024);
        var (isBreak, sawBlank) = (false, false);
        for (var b = buffered.ReadByte(); b >= 0; b = buffered.ReadByte())
        {
            if (sawBlank && b is '\r' or '\n')
            {
                return true;
            }

            sawBlank = (isBreak || sawBlank) && b is ' ' or '\t';
            isBreak = b == '=';
        }

        return false;
    }

    /// <summary>The same without that white space; null where there is none.</summary>
    internal static byte[]? Mend(ReadOnlyMemory<byte> encoded)
    {
        var span = encoded.Span;
        byte[]? mended = null;
        var (length, copied, position) = (0, 0, 0);
        while (Next(span, position) is >= 0 and var at)
        {
            var end = at + 1;
            while (end < span.Length && span[end] is (byte)' ' or (byte)'\t')
            {
                end++;
            }

            if (end < span.Length && span[end] is (byte)'\r' or (byte)'\n')
            {
                mended ??= new byte[span.Length];
                span[copied..(at + 1)].CopyTo(mended.AsSpan(length));
                length += at + 1 - copied;
                copied = end;
            }

            position = end;
        }

        if (mended is null)
        {
            return null;
        }

        span[copied..].CopyTo(mended.AsSpan(length));
        return mended[..(length + span.Length - copied)];
    }

    private static int Next(ReadOnlySpan<byte> span, int from)
    {
        while (from < span.Length - 1)
        {
            var at = span[from..].IndexOf((byte)'=');
            if (at < 0 || from + at + 1 >= span.Length)
            {
                return -1;
            }

            from += at + 1;
            if (span[from] is (byte)' ' or (byte)'\t')
            {
                return from - 1;
            }
        }

        return -1;
    }
}
