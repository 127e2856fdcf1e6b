using System.Globalization;
using System.Text.RegularExpressions;

namespace Tern.Mail.Bounces;

/// <summary>Finds the codes in what a server said.</summary>
internal static partial class StatusCodes
{
    /// <summary>The enhanced status code (RFC 3463 §2) that says most, the first of several: one with a detail, then X.Y.0, "other" of its subject, then X.0.0.</summary>
    internal static string? Enhanced(string text)
    {
        string? other = null, general = null;
        foreach (Match match in Status().Matches(text))
        {
            if (!match.Value.EndsWith(".0", StringComparison.Ordinal))
            {
                return match.Value;
            }

            if (IsGeneral(match.Value))
            {
                general ??= match.Value;
            }
            else
            {
                other ??= match.Value;
            }
        }

        return other ?? general;
    }

    /// <summary>Whether it says no more than that it failed.</summary>
    internal static bool IsGeneral(string status) => status.EndsWith(".0.0", StringComparison.Ordinal);

    /// <summary>The reply code (RFC 5321 §4.2.1): before a status or at the beginning of what was said.</summary>
    internal static int? Reply(string text)
    {
        var match = BeforeStatus().Match(text);
        match = match.Success ? match : AfterWord().Match(text);
        match = match.Success ? match : Leading().Match(text);
        match = match.Success ? match : Multiline().Match(text);
        return match.Success ? int.Parse(match.Groups["code"].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    // "550-'Unknown user": a line of several (RFC 5321 §4.2.1).
    [GeneratedRegex(@"(?<![0-9.])(?<code>[45][0-5][0-9])-(?=['A-Z5])", RegexOptions.CultureInvariant)]
    private static partial Regex Multiline();

    // Not a part of an address (192.0.2.5.1), a version (Exim 4.7.2) or a date; after the hyphen of a reply that goes on it is one.
    [GeneratedRegex(@"(?:(?<![0-9A-Za-z.\-/])|(?<=(?<![0-9.])[45][0-5][0-9]-))[45]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.]*[0-9]|-[a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"(?<![0-9.])(?<code>[45][0-5][0-9])[ \-:]{1,3}\(?#?[45]\.[0-9]{1,3}\.[0-9]{1,3}", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeStatus();

    [GeneratedRegex(@"(?:smtp;|said:?|response:?|error:?|was:|returned:?|code:?|answered:?|<<<|replied:?|->|with)[\s:(;'""]{0,12}(?<code>[45][0-5][0-9])(?![0-9.])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AfterWord();

    [GeneratedRegex(@"(?:^|[\n:;>(\],'""])\s*(?<code>[45][0-5][0-9])(?=[ \-:]|$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Leading();
}
