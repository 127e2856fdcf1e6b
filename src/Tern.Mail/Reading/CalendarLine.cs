namespace Tern.Mail.Reading;

/// <summary>One content line of iCalendar (RFC 5545 §3.1): name, parameters, value.</summary>
internal sealed record CalendarLine(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    private static readonly Dictionary<string, string> NoParameters = [];

    /// <summary>Null where the line is none.</summary>
    internal static CalendarLine? Parse(string line)
    {
        // A colon or semicolon inside quotes belongs to a parameter.
        var quoted = false;
        var ends = new List<int>();
        var colon = -1;
        for (var i = 0; i < line.Length && colon < 0; i++)
        {
            quoted ^= line[i] == '"';
            if (!quoted && line[i] == ';')
            {
                ends.Add(i);
            }
            else if (!quoted && line[i] == ':')
            {
                colon = i;
            }
        }

        if (colon <= 0)
        {
            return null;
        }

        ends.Add(colon);
        return new CalendarLine(line[..ends[0]].Trim().ToUpperInvariant(), ends.Count == 1 ? NoParameters : Read(line, ends), line[(colon + 1)..]);
    }

    /// <summary>The value as text (RFC 5545 §3.3.11): escapes undone.</summary>
    internal string Text() => Value.Contains('\\', StringComparison.Ordinal)
        ? Value.Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase).Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal).Trim()
        : Value.Trim();

    private static Dictionary<string, string> Read(string line, List<int> ends)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 1 < ends.Count; i++)
        {
            var parameter = line[(ends[i] + 1)..ends[i + 1]];
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parameters[parameter[..equals].Trim()] = parameter[(equals + 1)..].Trim().Trim('"');
            }
        }

        return parameters;
    }
}
