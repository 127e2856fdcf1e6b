using System.Buffers;
using System.Text.RegularExpressions;

namespace Tern.Mail.Visible;

/// <summary>What stands between a reply and the mail it answers or forwards, when nothing of that mail is marked as a quote.</summary>
internal static partial class Separators
{
    private static readonly SearchValues<char> Rule = SearchValues.Create("_-=*");

    private static readonly SearchValues<string> Above =
        SearchValues.Create(["reply above this line", "bitte antworten sie oberhalb dieser linie", "répondre au-dessus de cette ligne"], StringComparison.OrdinalIgnoreCase);

    /// <summary>From this line on it is the earlier mail: a delimiter with words, or a block of its headers.</summary>
    internal static bool StartsRest(string[] lines, int at)
    {
        var line = Bidi.Strip(lines[at]);
        if (line.Length > 300)
        {
            return false;
        }

        var first = FirstSignificant(line);
        if (first is '-' or '_' or '*' or '=' or '#' && (Delimiter().IsMatch(line) || IsRule(line) && HeadersFollow(lines, at + 1)
            || DashedWords().IsMatch(line) && HeadersFollow(lines, at + 1)))
        {
            return true;
        }

        return line.AsSpan().ContainsAny(Above) || HeaderLines.HasColon(line) && Announcement().IsMatch(line) || first == '>' && Arrows().IsMatch(line) || HeaderLines.Start(lines, at);
    }

    private static char FirstSignificant(string line)
    {
        foreach (var c in line)
        {
            if (!char.IsWhiteSpace(c))
            {
                return c;
            }
        }

        return '\0';
    }

    /// <summary>Nothing but dashes or their like.</summary>
    internal static bool IsRule(string line)
    {
        var rule = line.AsSpan().Trim();
        return rule.Length >= 5 && !rule.ContainsAnyExcept(Rule);
    }

    private static bool HeadersFollow(string[] lines, int from)
    {
        for (var i = from; i < lines.Length && i < from + 3; i++)
        {
            if (lines[i].Length > 0)
            {
                return HeaderLines.StartBelowRule(lines, i);
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\s*[-_*=]{2,}\s*(?:" + Phrases.Original + @")\s*[-_*=]*\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"^\s*[-_*=]{3,}\s?\S.{2,60}?\s?[-_*=]{3,}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex DashedWords();

    [GeneratedRegex(@"^\s*(?:" + Phrases.Forwarded + @")\s*[:：]\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Announcement();

    // GroupWise: ">>> Ann <ann@example.com> 3/3/2026 4:12 PM >>>".
    [GeneratedRegex(@"^\s*>>>\s.{1,200}[0-9].{0,60}\s>>>\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Arrows();
}
