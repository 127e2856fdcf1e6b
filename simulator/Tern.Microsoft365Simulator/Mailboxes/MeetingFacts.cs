using System.Globalization;
using MimeKit;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>What the calendar part of a meeting mail says (RFC 5545, RFC 5546).</summary>
internal sealed record MeetingFacts(string Kind, DateTimeOffset? Start, DateTimeOffset? End, bool IsAllDay, string? Location)
{
    /// <summary>meetingMessageType (resources/eventmessage).</summary>
    internal string MeetingMessageType => Kind switch
    {
        "Request" => "meetingRequest",
        "Canceled" => "meetingCancelled",
        "Resp.Pos" => "meetingAccepted",
        "Resp.Tent" => "meetingTenativelyAccepted",
        _ => "meetingDeclined",
    };

    internal static MeetingFacts? Read(byte[] raw) => MessageClass.Calendar(MessageFacts.Parse(raw)) is { } part ? Read(part) : null;

    /// <summary>The last part of the message class: Request, Canceled, Resp.Pos, Resp.Neg, Resp.Tent.</summary>
    internal static string KindOf(TextPart calendar) => Read(calendar).Kind;

    private static MeetingFacts Read(TextPart calendar)
    {
        var lines = Lines(calendar.Text);
        var method = calendar.ContentType.Parameters["method"] ?? Value(lines, "METHOD") ?? "REQUEST";
        var reply = lines.Find(l => l.StartsWith("ATTENDEE", StringComparison.OrdinalIgnoreCase)) ?? string.Empty;
        var kind = method.ToUpperInvariant() switch
        {
            "CANCEL" => "Canceled",
            "REPLY" when reply.Contains("PARTSTAT=ACCEPTED", StringComparison.OrdinalIgnoreCase) => "Resp.Pos",
            "REPLY" when reply.Contains("PARTSTAT=TENTATIVE", StringComparison.OrdinalIgnoreCase) => "Resp.Tent",
            "REPLY" => "Resp.Neg",
            _ => "Request",
        };
        var start = lines.Find(l => l.StartsWith("DTSTART", StringComparison.OrdinalIgnoreCase));
        return new MeetingFacts(
            kind,
            Time(start),
            Time(lines.Find(l => l.StartsWith("DTEND", StringComparison.OrdinalIgnoreCase))),
            start?.Contains("VALUE=DATE:", StringComparison.OrdinalIgnoreCase) == true,
            Value(lines, "LOCATION"));
    }

    // RFC 5545 §3.1: a line that starts with a blank goes on with the one before.
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line is [' ' or '\t', .. var rest] && lines.Count > 0)
            {
                lines[^1] += rest;
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static string? Value(List<string> lines, string name) => lines
        .Where(l => l.StartsWith(name, StringComparison.OrdinalIgnoreCase) && l.Length > name.Length && l[name.Length] is ':' or ';')
        .Select(l => l[(l.IndexOf(':') + 1)..])
        .FirstOrDefault();

    private static DateTimeOffset? Time(string? line)
    {
        if (line is null)
        {
            return null;
        }

        var colon = line.LastIndexOf(':');
        var text = line[(colon + 1)..].Trim();
        if (!DateTime.TryParseExact(text, ["yyyyMMdd'T'HHmmss'Z'", "yyyyMMdd'T'HHmmss", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return null;
        }

        var at = line.IndexOf("TZID=", StringComparison.OrdinalIgnoreCase);
        var zone = at < 0 ? null : line[(at + 5)..colon].Split(';')[0].Trim('"');
        return zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new DateTimeOffset(time, found.GetUtcOffset(time)).ToUniversalTime()
            : new DateTimeOffset(time, TimeSpan.Zero);
    }
}
