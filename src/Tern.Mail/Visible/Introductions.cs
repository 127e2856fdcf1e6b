using System.Text.RegularExpressions;

namespace Tern.Mail.Visible;

/// <summary>The sentence that introduces a quote: "On Monday, Ann wrote:", in the languages of the common clients.</summary>
internal static partial class Introductions
{
    private const int MaxLines = 4;
    private const int MaxLength = 400;

    /// <summary>How many lines from here make up an introduction; 0 where there is none.</summary>
    internal static int Length(string[] lines, int start)
    {
        if (!CouldStart(lines[start]))
        {
            return 0;
        }

        var joined = "";
        for (var count = 1; count <= MaxLines && start + count <= lines.Length; count++)
        {
            var line = Bidi.Strip(lines[start + count - 1]).Trim();
            if (line.Length == 0 || joined.Length + line.Length > MaxLength)
            {
                return 0;
            }

            joined = joined.Length == 0 ? line : joined + " " + line;
            if (Is(joined))
            {
                return IsOwn(joined) && !IsQuoteNext(lines, start + count) ? 0 : count;
            }

            if (IsBeforeQuote(joined) && IsQuoteNext(lines, start + count))
            {
                return count;
            }
        }

        return 0;
    }

    private static bool CouldStart(string line) =>
        line.Length < MaxLength && (line.Contains('@', StringComparison.Ordinal) || HasDigit(line));

    private static bool HasDigit(string line)
    {
        foreach (var c in line)
        {
            if (char.IsDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    // "On 1 March at 10:15 I wrote:" tells what follows in one's own words, unless a quote does follow.
    private static bool IsOwn(string sentence) => !Address().IsMatch(sentence) && OwnWords().IsMatch(sentence);

    private static bool IsQuoteNext(string[] lines, int from)
    {
        while (from < lines.Length && lines[from].Length == 0)
        {
            from++;
        }

        return from < lines.Length && QuoteLines.IsQuotedLoosely(lines[from]);
    }

    // What says less is one only where a quote does follow: "Ann schrieb am 5.1.2026 um 9:00:", or the Gmail of Russia without an address.
    private static bool IsBeforeQuote(string sentence) =>
        sentence[^1] is ':' or '：' && Moment().IsMatch(sentence) && (Verb().IsMatch(sentence) || DateAndTime().IsMatch(sentence));

    private static bool Is(string sentence)
    {
        // Zoho and Notes put dashes around it: "---- On Tue, 3 Mar 2026 … Ann wrote ---", "-----Ann wrote: -----".
        if (sentence.StartsWith("---", StringComparison.Ordinal) && sentence.EndsWith("---", StringComparison.Ordinal))
        {
            return Verb().IsMatch(sentence) && (Address().IsMatch(sentence) || Moment().IsMatch(sentence));
        }

        var last = sentence[^1];
        if (last is ':' or '：' or '>' or ')')
        {
            // No verb: "2016-10-24 15:36 GMT+02:00 Ann <ann@example.com>:", the old Gmail.
            if (DateAndAddress().IsMatch(sentence) || MomentAndAddress().IsMatch(sentence) || Quoting().IsMatch(sentence))
            {
                return true;
            }

            return last != '>' && (last != ')' || Address().IsMatch(sentence)) && Verb().IsMatch(sentence) && (Opening().IsMatch(sentence) && Moment().IsMatch(sentence) || Address().IsMatch(sentence));
        }

        return DateAndName().IsMatch(sentence);
    }

    [GeneratedRegex(Phrases.Wrote, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Verb();

    [GeneratedRegex(Phrases.Ourselves, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OwnWords();

    [GeneratedRegex(@"^[\s*_""(]*(?:" + Phrases.Opening + ")", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Opening();

    [GeneratedRegex(@"[0-9٠-٩]{1,2}[:.h][0-9٠-٩]{2}|\b(?:19|20)[0-9]{2}\b|[0-9]{1,2}[./-][0-9]{1,2}[./-]|[0-9]{4}[年년]", RegexOptions.CultureInvariant)]
    private static partial Regex Moment();

    [GeneratedRegex(@"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:,?\s+[0-9]{1,2}:[0-9]{2}(?:\s+GMT[+-][0-9:]{1,5})?)?\s+[^<>]{1,150}<[^<>]{1,200}>\s*:?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateAndAddress();

    // Gmail in Russian and Japanese, mail.ru, Yandex: "пн, 5 янв. 2026 г. в 09:00, Ann <…>:", "2026年1月5日(月) 9:00 Ann <…>:", "05.01.2026, 09:00, "Ann" <…>:".
    [GeneratedRegex(@"^(?:\p{L}{2,15}\.?, )?[0-9]{1,4}[ 年./-].{4,60}[0-9]{1,2}:[0-9]{2}.{0,20}\s[^<>]{1,150}<\s?[^<>\s]{1,200}>\s*[:：]$", RegexOptions.CultureInvariant)]
    private static partial Regex MomentAndAddress();

    // Horde: "Quoting Ann <ann@example.com>:".
    [GeneratedRegex(@"^(?:quoting|zitat von|citando(?: a)?|citeren|cytowanie|citace od) .{0,150}<[^<>\s]{1,200}>\s*:$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quoting();

    [GeneratedRegex(@"^(?:\p{L}{2,15}\.?, )?[0-9]{1,4}[ 年./-].{4,60}[0-9]{1,2}:[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\s+[0-9]{1,2}:[0-9]{2}\s+GMT[+-][0-9:]{1,5}\s+\S.{0,100}$", RegexOptions.CultureInvariant)]
    private static partial Regex DateAndName();
}
