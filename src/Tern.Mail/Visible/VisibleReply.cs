namespace Tern.Mail.Visible;

/// <summary>Finds what a person wrote now, above, below or between what they quote. When in doubt it keeps.</summary>
internal static class VisibleReply
{
    private const int MaxLines = 20_000;

    /// <summary>Empty only where the text is.</summary>
    internal static string FromText(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var lines = text.Split('\n', MaxLines);
        var kept = Kept(lines);
        return kept.Count == 0 ? text.Trim() : Join(lines, kept);
    }

    // Of an array the length is known; what grows would leave the room of a long text in the shared pool.
    internal static string Join(string[] lines, List<int> kept) => string.Join('\n', kept.Select(i => lines[i].TrimEnd()).ToArray());

    /// <summary>Which lines a person wrote now; none where all of it is a quote.</summary>
    internal static List<int> Kept(string[] lines)
    {
        lines = Array.ConvertAll(lines, l => l.TrimEnd());
        var own = Own(lines, ExternalBanner.Length(lines));
        Trailing.Trim(lines, own);
        return own.SkipWhile(i => lines[i].Length == 0).ToList();
    }

    private static List<int> Own(string[] lines, int start)
    {
        var own = new List<int>(lines.Length);
        var pending = new List<int>();
        var i = start;
        while (i < lines.Length)
        {
            var line = lines[i];
            if (line.Length == 0)
            {
                (pending.Count > 0 ? pending : own).Add(i);
                i++;
            }
            else if (Separators.StartsRest(lines, i) || SignatureLines.Starts(lines, i))
            {
                break;
            }
            else if (QuoteLines.IsQuoted(line))
            {
                // A quote that own words follow is what they answer; one that nothing follows is only the past.
                pending.Add(i);
                i++;
            }
            else if (Introductions.Length(lines, i) is var length && length > 0)
            {
                var quote = NextFilled(lines, i + length);
                if (quote >= lines.Length || !QuoteLines.IsQuotedLoosely(lines[quote]))
                {
                    break;
                }

                pending.Clear();
                i = QuoteLines.End(lines, quote);
            }
            else
            {
                own.AddRange(pending);
                pending.Clear();
                own.Add(i);
                i++;
            }
        }

        return own;
    }

    private static int NextFilled(string[] lines, int from)
    {
        while (from < lines.Length && lines[from].Length == 0)
        {
            from++;
        }

        return from;
    }
}
