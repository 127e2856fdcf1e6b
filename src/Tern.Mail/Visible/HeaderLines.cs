using System.Text.RegularExpressions;

namespace Tern.Mail.Visible;

/// <summary>The headers of an earlier mail as programs write them above it: "From: … Sent: … To: … Subject: …", in their language.</summary>
internal static partial class HeaderLines
{
    private const int LookAhead = 12;
    private const int MaxValueLines = 2;

    /// <summary>Such a block begins here: the sender first, or another header where there are many.</summary>
    internal static bool Start(string[] lines, int at)
    {
        var line = Bidi.Strip(lines[at]);
        if (!HasColon(line))
        {
            return false;
        }

        return Sender().IsMatch(line) ? Count(lines, at) is { Fields: >= 3, IsMail: true }
            : Field().IsMatch(line) && Count(lines, at) is { Fields: >= 4, IsMail: true, HasSender: true };
    }

    /// <summary>Below a rule two of them are enough.</summary>
    internal static bool StartBelowRule(string[] lines, int at) => Field().IsMatch(Bidi.Strip(lines[at])) && Count(lines, at).Fields >= 2;

    /// <summary>Most lines of a mail have none, and are told from a header by that.</summary>
    internal static bool HasColon(string line) => line.AsSpan().ContainsAny(':', '：');

    // How many different headers stand together, and whether a subject or an address is among them: "From: Berlin, To: Prague, Date: 3 March" are one's own words.
    private static (int Fields, bool IsMail, bool HasSender) Count(string[] lines, int from)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        bool isMail = false, hasSender = false;
        int blanks = 0, others = 0;
        for (var i = from; i < lines.Length && i < from + LookAhead; i++)
        {
            if (lines[i].Length == 0)
            {
                // Some clients put an empty line between any two; a text begins after more.
                if (++blanks > names.Count)
                {
                    break;
                }
            }
            else if (HasColon(lines[i]) && Field().Match(Bidi.Strip(lines[i])) is { Success: true } field)
            {
                others = 0;
                names.Add(field.Groups["name"].Value);
                isMail |= field.Groups["subject"].Success || lines[i].Contains('@', StringComparison.Ordinal);
                hasSender |= field.Groups["from"].Success;
            }
            else if (++others > MaxValueLines || Separators.IsRule(lines[i]))
            {
                // A long list of recipients goes on over some lines.
                break;
            }
        }

        return (names.Count, isMail, hasSender);
    }

    [GeneratedRegex(@"^\s*[*_]{0,2}(?:" + Phrases.From + @")\s?[*_]{0,2}\s?[:：]\s?[*_]{0,2}\s*\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sender();

    [GeneratedRegex(@"^\s*[*_]{0,2}(?<name>(?<from>" + Phrases.From + ")|(?<subject>" + Phrases.Subject + ")|" + Phrases.Fields + @")\s?[*_]{0,2}\s?[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
