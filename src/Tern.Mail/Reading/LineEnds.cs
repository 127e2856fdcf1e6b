namespace Tern.Mail.Reading;

/// <summary>Mails whose lines end as no standard has it (RFC 5322 §2.3): with CR alone, as on old Macs, or with CR doubled by a transfer in text mode.</summary>
internal static class LineEnds
{
    /// <summary>The source itself where its first line ends as usual.</summary>
    internal static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> source, ProblemList problems)
    {
        var span = source.Span;
        var first = span.IndexOf((byte)'\n');
        var isDoubled = first > 1 && span[first - 1] == (byte)'\r' && span[first - 2] == (byte)'\r';
        if (!isDoubled && (first >= 0 || span.IndexOf((byte)'\r') < 0))
        {
            return source;
        }

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
}
