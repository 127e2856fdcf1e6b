using System.Globalization;
using System.Text;

namespace Tern.Mail.Reading;

/// <summary>Reads the meeting of a calendar part (RFC 5545, RFC 6047): what a person is told of it, not what a calendar computes.</summary>
internal static class CalendarReader
{
    private const int MaxLines = 5000;
    private const int MaxLine = 8000;

    // What lies outside is a joke, and overflows whatever reckons with it.
    private const int FirstYear = 1900;
    private const int LastYear = 2900;

    /// <summary>Null where the text is no calendar with a meeting.</summary>
    internal static Invitation? Read(string text, string? methodOfPart, ProblemList problems)
    {
        string? method = null;
        var inside = new Stack<string>();
        Dictionary<string, CalendarLine>? meeting = null;
        foreach (var line in Unfolded(text.Length > Limits.CalendarCharacters ? text[..Limits.CalendarCharacters] : text).Select(CalendarLine.Parse).OfType<CalendarLine>())
        {
            if (line.Name == "BEGIN")
            {
                inside.Push(line.Value.Trim().ToUpperInvariant());
                if (inside.Peek() == "VEVENT" && meeting is not null)
                {
                    break; // further ones are exceptions of a series
                }
            }
            else if (line.Name == "END")
            {
                inside.TryPop(out _);
            }
            else if (inside.TryPeek(out var component) && component == "VCALENDAR" && line.Name == "METHOD")
            {
                method ??= line.Value.Trim().ToUpperInvariant();
            }
            else if (component == "VEVENT")
            {
                (meeting ??= []).TryAdd(line.Name, line);
            }
        }

        return meeting is null ? null : Of(meeting, method ?? methodOfPart?.ToUpperInvariant() ?? "PUBLISH", problems);
    }

    private static Invitation Of(Dictionary<string, CalendarLine> meeting, string method, ProblemList problems)
    {
        var start = meeting.GetValueOrDefault("DTSTART");
        return new Invitation(
            method,
            meeting.GetValueOrDefault("SUMMARY")?.Text() ?? "",
            Time(start, problems),
            Time(meeting.GetValueOrDefault("DTEND"), problems),
            start is { Value.Length: 8 },
            meeting.GetValueOrDefault("LOCATION")?.Text() ?? "",
            Person(meeting.GetValueOrDefault("ORGANIZER")),
            method == "REPLY" ? meeting.GetValueOrDefault("ATTENDEE")?.Parameters.GetValueOrDefault("PARTSTAT")?.ToUpperInvariant() : null,
            meeting.GetValueOrDefault("UID")?.Value.Trim());
    }

    /// <summary>RFC 5545 §3.1: a line that begins with white space goes on from the one before.</summary>
    private static IEnumerable<string> Unfolded(string text)
    {
        var current = new StringBuilder();
        foreach (var line in text.Split('\n', MaxLines + 1).Take(MaxLines))
        {
            var trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0 && trimmed[0] is ' ' or '\t')
            {
                current.Append(trimmed, 1, Math.Min(trimmed.Length - 1, Math.Max(0, MaxLine - current.Length)));
                continue;
            }

            if (current.Length > 0)
            {
                yield return current.ToString();
            }

            current.Clear().Append(trimmed, 0, Math.Min(trimmed.Length, MaxLine));
        }

        yield return current.ToString();
    }

    /// <summary>RFC 5545 §3.3.5: in UTC, in a named zone, or in none. Zones have names of IANA or, from Outlook, of Windows; both are known here.</summary>
    private static DateTimeOffset? Time(CalendarLine? line, ProblemList problems)
    {
        if (line is null)
        {
            return null;
        }

        var value = line.Value.Trim();
        if (!DateTime.TryParseExact(value.TrimEnd('Z'), ["yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmm", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < FirstYear or > LastYear)
        {
            problems.Add("A time of the invitation cannot be read.");
            return null;
        }

        if (value.EndsWith('Z') || value.Length == 8)
        {
            return new DateTimeOffset(local, TimeSpan.Zero);
        }

        if (line.Parameters.GetValueOrDefault("TZID") is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return new DateTimeOffset(local, zone.GetUtcOffset(local));
        }

        problems.Add("The time zone of the invitation is not known; its times are taken for UTC.");
        return new DateTimeOffset(local, TimeSpan.Zero);
    }

    private static MailAddress? Person(CalendarLine? line)
    {
        if (line is null)
        {
            return null;
        }

        var value = line.Value.Trim();
        var address = value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? value[7..] : value;
        return address.Contains('@', StringComparison.Ordinal) ? new MailAddress(address, line.Parameters.GetValueOrDefault("CN")) : null;
    }
}
