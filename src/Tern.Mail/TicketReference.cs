using System.Globalization;
using System.Text.RegularExpressions;

namespace Tern.Mail;

/// <summary>The ticket number as a subject carries it: <c>[#12345]</c>, and in no other form.</summary>
public static partial class TicketReference
{
    private const int MaxReferences = 5;

    /// <summary>The numbers of the references in a subject, in their order, none twice; the first five.</summary>
    public static IReadOnlyList<long> FindAll(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return
        [
            .. Reference().Matches(subject)
                .Select(match => long.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(number => number > 0)
                .Distinct()
                .Take(MaxReferences),
        ];
    }

    /// <summary>
    /// The subject of an answer: one reply prefix, the subject, the number at its end. References to other tickets and repeated prefixes
    /// in any of the usual languages go; a single leading forward prefix stays as it says something else.
    /// </summary>
    public static string InSubject(long number, string subject)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        ArgumentNullException.ThrowIfNull(subject);
        var rest = Spaces().Replace(Reference().Replace(subject, " "), " ").Trim();
        string? prefix = null;
        while (Prefix().Match(rest) is { Success: true } match)
        {
            prefix ??= match.Value.Trim();
            rest = rest[match.Length..].TrimStart();
        }

        var tag = $"[#{number}]";
        var words = rest.Length == 0 ? tag : $"{rest} {tag}";
        return prefix is null ? words : $"{prefix} {words}";
    }

    /// <summary>The subject without reply and forward prefixes and without reference: what two mails of one thread have in common.</summary>
    public static string Bare(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return WithoutPrefixes(Spaces().Replace(Reference().Replace(subject, " "), " ").Trim());
    }

    /// <summary>What follows the reply and forward prefixes; the reference stays.</summary>
    internal static string WithoutPrefixes(string subject)
    {
        while (Prefix().Match(subject) is { Success: true } match)
        {
            subject = subject[match.Length..].TrimStart();
        }

        return subject;
    }

    [GeneratedRegex(@"\[#(?<number>[0-9]{1,18})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    // Re, Fwd and their kin: German AW/WG, French TR/RÉ, Spanish RV, Dutch Antw/Doorst, Swedish Sv/Vb, Polish Odp/PD, Finnish VS, Italian R/I, Portuguese Enc/Res.
    [GeneratedRegex(@"^(?:re|aw|antw|antwort|wg|fw|fwd|tr|ré|rv|sv|vb|vs|odp|pd|enc|res|doorst|r|i)(?:\[[0-9]{1,3}\]|\([0-9]{1,3}\))?\s*[:：](?!\/\/)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
