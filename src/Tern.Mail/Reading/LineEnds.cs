namespace Tern.Mail.Reading;

/// <summary>Mails whose lines end as no standard has it (RFC 5322 §2.3): with CR alone, as on old Macs, or with CR doubled by a transfer in text mode.</summary>
internal static class LineEnds
{
    /// <summary>The source itself where its first line ends as usual.</summary>
    internal static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> source, ProblemList problems)
    {
        var span = source.Span;
        if (AreUsual(span))
        {
            return source;
        }

        var isDoubled = AreDoubled(span);
        problems.Add("The lines do not end as they should; they were told apart all the same.");
        var mended = new byte[span.Length];
        var length = 0;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] != (byte)'\r' || !isDoubled)
            {
                mended[length++] = span[i] == (byte)'\r' ? (byte)'\n' : span[i];
            }
            else if (!span[i..].StartsWith("\r\r\n"u8) && !span[i..].StartsWith("\r\n"u8))
            {
                mended[length++] = (byte)'\r';
            }
        }

        return mended.AsMemory(0, length);
    }

    /// <summary>Whether nothing is to be mended; the first line tells.</summary>
    internal static bool AreUsual(ReadOnlySpan<byte> source) => !AreDoubled(source) && (source.Contains((byte)'\n') || !source.Contains((byte)'\r'));

    private static bool AreDoubled(ReadOnlySpan<byte> source) =>
        source.IndexOf((byte)'\n') is > 1 and var first && source[first - 1] == (byte)'\r' && source[first - 2] == (byte)'\r';
}
