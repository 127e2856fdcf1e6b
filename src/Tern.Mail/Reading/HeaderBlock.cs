namespace Tern.Mail.Reading;

/// <summary>Mends a header block that other programs broke: lines before it, and folds that lost their white space.</summary>
internal static class HeaderBlock
{
    private const int MaxLeadingLines = 3;

    /// <summary>The source itself where the block is sound, which costs one look at its lines.</summary>
    internal static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> source, ProblemList problems)
    {
        var span = source.Span;
        var leading = Leading(span);
        if (leading > 0)
        {
            problems.Add("There are lines before the headers; they were left out.");
            source = source[leading..];
            span = source.Span;
        }

        var lost = new List<int>();
        var position = 0;
        while (position < span.Length && position < Limits.HeaderBytes)
        {
            var line = Line(span, position);
            if (IsBlank(line))
            {
                break;
            }

            if (line[0] is not ((byte)' ' or (byte)'\t') && !IsHeader(line))
            {
                if (position == 0 || !HeaderFollows(span, position + line.Length))
                {
                    return lost.Count == 0 ? source : Fold(source, lost);
                }

                lost.Add(position);
            }

            position += line.Length;
        }

        if (lost.Count == 0)
        {
            return source;
        }

        problems.Add("Folded headers had lost their white space; they were joined again.");
        return Fold(source, lost);
    }

    private static ReadOnlyMemory<byte> Fold(ReadOnlyMemory<byte> source, List<int> at)
    {
        var mended = new MemoryStream(source.Length + at.Count);
        var copied = 0;
        foreach (var position in at)
        {
            mended.Write(source.Span[copied..position]);
            mended.WriteByte((byte)' ');
            copied = position;
        }

        mended.Write(source.Span[copied..]);
        return mended.GetBuffer().AsMemory(0, (int)mended.Length);
    }

    private static int Leading(ReadOnlySpan<byte> span)
    {
        var position = 0;
        for (var i = 0; i <= MaxLeadingLines && position < span.Length; i++)
        {
            var line = Line(span, position);
            if (IsBlank(line))
            {
                return 0;
            }

            if (IsHeader(line))
            {
                return i == 0 || IsHeader(Line(span, Math.Min(span.Length, position + line.Length))) ? position : 0;
            }

            position += line.Length;
        }

        return 0;
    }

    private static bool HeaderFollows(ReadOnlySpan<byte> span, int position)
    {
        for (var i = 0; i < 3 && position < span.Length; i++)
        {
            var line = Line(span, position);
            if (IsBlank(line))
            {
                return false;
            }

            if (IsHeader(line))
            {
                return true;
            }

            position += line.Length;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> span, int position)
    {
        var length = span[position..].IndexOf((byte)'\n');
        return length < 0 ? span[position..] : span.Slice(position, length + 1);
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.TrimEnd("\r\n"u8).IsEmpty;

    // RFC 5322 §3.6.8: printable ASCII but colon; white space before the colon is obsolete and seen.
    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon > 0 && line[..colon].TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }
}
