using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace Tern.Mail.Reading;

/// <summary>Dates of mails (RFC 5322 §3.3), and those of programs that write them as other formats do (RFC 3339, RFC 9110 with a zone behind GMT, times with dots or fractions).</summary>
internal static partial class DateText
{
    private const int MaxLength = 200;

    internal static DateTimeOffset? Read(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.Latin1.GetString(raw[..Math.Min(raw.Length, MaxLength)]).Trim();
        if (Iso().IsMatch(text))
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var iso) ? iso : null;
        }

        // The parser would take such a date without its time or zone, and say nothing.
        text = DottedTime().Replace(text, m => $"{m.Groups["before"].Value}{m.Groups["time"].Value.Replace('.', ':')}");
        text = Fraction().Replace(text, "${time}");
        text = Zone().Replace(text, "${hours}${minutes}");
        return DateUtils.TryParse(text, out var date) ? date : null;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"(?<before>\d{4},? +)(?<time>\d{1,2}\.\d{2}(?:\.\d{2})?)(?= |$)", RegexOptions.CultureInvariant)]
    private static partial Regex DottedTime();

    [GeneratedRegex(@"(?<time>\d:\d{2}:\d{2})[.,]\d{1,9}", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<= )(?:(?:GMT|UTC|UT)(?<hours>[+-]\d{2}):?|(?<hours>[+-]\d{2}):)(?<minutes>\d{2})(?![\d:])", RegexOptions.CultureInvariant)]
    private static partial Regex Zone();
}
