using Tern.Mail.Html;

namespace Tern.Mail.Visible;

/// <summary>Finds what a person wrote now, above, below or between what they quote. When in doubt it keeps.</summary>
internal static class VisibleReply
{
    private const int MaxLines = 20_000;

    /// <summary>By the marks of the HTML where there are some, by the words of the text otherwise.</summary>
    internal static string FromBoth(string text, HtmlPage page)
    {
        if (page.VisibleText() is { } marked && FromText(marked) is { Length: > 0 } visible)
        {
            return visible;
        }

        return FromText(text);
    }

    /// <summary>Empty only where the text is.</summary>
    internal static string FromText(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var lines = text.Split('\n', MaxLines);
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].TrimEnd();
        }

        lines = lines[ExternalBanner.Length(lines)..];
        var own = Own(lines);
        Trailing.Trim(own);
        var first = own.FindIndex(l => l.Length > 0);
        return first < 0 ? text.Trim() : string.Join('\n', own.Skip(first));
    }

    private static List<string> Own(string[] lines)
    {
        var own = new List<string>(lines.Length);
        var pending = new List<string>();
        var i = 0;
        while (i < lines.Length)
        {
            var line = lines[i];
            if (line.Length == 0)
            {
                (pending.Count > 0 ? pending : own).Add(line);
                i++;
            }
            else if (QuoteLines.IsQuoted(line))
            {
                // A quote that own words follow is what they answer; one that nothing follows is only the past.
                pending.Add(line);
                i++;
            }
            else if (Separators.StartsRest(lines, i) || SignatureLines.Starts(lines, i))
            {
                break;
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
                own.Add(line);
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
