namespace Tern.Mail.Html;

/// <summary>
/// Pictures that stand in the markup itself (RFC 2397). No address of theirs is allowed and none is shown, but they are nearly always what makes markup too long; so they go
/// before any words do.
/// </summary>
internal static class DataUrls
{
    /// <summary>The markup with the values of attributes that begin with data: empty, and of that the beginning; the same bytes where there is no such value.</summary>
    internal static ReadOnlyMemory<byte> LeaveOut(ReadOnlyMemory<byte> markup, int most)
    {
        var length = Copy(markup.Span, []);
        if (length == markup.Length)
        {
            return markup;
        }

        var kept = new byte[Math.Min(length, most)];
        Copy(markup.Span, kept);
        return kept;
    }

    // Only counts where there is no room at all.
    private static int Copy(ReadOnlySpan<byte> markup, Span<byte> kept)
    {
        var length = 0;
        while (!markup.IsEmpty)
        {
            var at = Value(markup, out var quote);
            if (length < kept.Length)
            {
                var words = markup[..Math.Min(at, kept.Length - length)];
                words.CopyTo(kept[length..]);
            }

            length += at;
            markup = markup[at..];
            var end = markup.IndexOf(quote);
            markup = end < 0 ? [] : markup[end..];
        }

        return length;
    }

    // Where such a value begins, after its quote.
    private static int Value(ReadOnlySpan<byte> markup, out byte quote)
    {
        var from = 0;
        while (markup[from..].IndexOf("data:"u8) is >= 0 and var next)
        {
            var at = from + next;
            if (at >= 2 && markup[at - 2] == (byte)'=' && markup[at - 1] is (byte)'"' or (byte)'\'')
            {
                quote = markup[at - 1];
                return at;
            }

            from = at + 5;
        }

        quote = 0;
        return markup.Length;
    }
}
