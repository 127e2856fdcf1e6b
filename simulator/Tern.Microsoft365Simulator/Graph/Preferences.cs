using System.Globalization;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>
/// The Prefer header (RFC 7240): several preferences in one, joined by commas. Those that are known are honoured and told
/// in Preference-Applied; others are passed over, as the RFC wants it.
/// </summary>
internal sealed record Preferences(
    bool ImmutableIds, string? BodyType, bool AllowsUnsafeHtml, string? TimeZone, int? PageSize)
{
    private static readonly Preferences None = new(false, null, false, null, null);

    internal bool WantsText => BodyType == "text";

    internal bool WantsHtml => BodyType == "html";

    /// <summary>The zone of outlook.timezone, as the machine knows it.</summary>
    internal TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    internal static Preferences Read(string? header)
    {
        var read = None;
        if (header is null)
        {
            return read;
        }

        foreach (var (name, value) in Split(header))
        {
            read = name.ToUpperInvariant() switch
            {
                "IDTYPE" when string.Equals(value, "ImmutableId", StringComparison.OrdinalIgnoreCase) => read with { ImmutableIds = true },
                "OUTLOOK.BODY-CONTENT-TYPE" when value.ToLowerInvariant() is "text" or "html" => read with { BodyType = value.ToLowerInvariant() },
                "OUTLOOK.ALLOW-UNSAFE-HTML" => read with { AllowsUnsafeHtml = value.Length == 0 || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) },
                "OUTLOOK.TIMEZONE" => read with { TimeZone = KnownZone(value) },
                "ODATA.MAXPAGESIZE" => read with { PageSize = Size(value) },
                _ => read,
            };
        }

        return read;
    }

    /// <summary>The value of Preference-Applied; null when nothing was.</summary>
    /// <param name="honoured">The kinds that this kind of answer follows.</param>
    internal string? Applied(Honoured honoured)
    {
        if (this == None || honoured == Honoured.None)
        {
            return null;
        }

        var applied = new List<string>();
        void Add(Honoured kind, bool isAsked, string text)
        {
            if (isAsked && honoured.HasFlag(kind))
            {
                applied.Add(text);
            }
        }

        Add(Honoured.Ids, ImmutableIds, "IdType=\"ImmutableId\"");
        Add(Honoured.Body, BodyType is not null, $"outlook.body-content-type=\"{BodyType}\"");
        Add(Honoured.Body, AllowsUnsafeHtml, "outlook.allow-unsafe-html");
        Add(Honoured.TimeZone, TimeZone is not null, $"outlook.timezone=\"{TimeZone}\"");
        Add(Honoured.PageSize, PageSize is not null, string.Create(CultureInfo.InvariantCulture, $"odata.maxpagesize={PageSize}"));
        return applied.Count == 0 ? null : string.Join(", ", applied);
    }

    internal static string KnownZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
        ? name
        : throw new GraphRefusalException(400, "TimeZoneNotSupportedException", $"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.");

    private static int? Size(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? Math.Min(size, 1000) : null;

    // A comma inside quotes belongs to the value.
    private static IEnumerable<(string Name, string Value)> Split(string header)
    {
        var (start, quoted) = (0, false);
        for (var at = 0; at <= header.Length; at++)
        {
            if (at < header.Length && header[at] == '"')
            {
                quoted = !quoted;
            }

            if (at < header.Length && (quoted || header[at] is not (',' or ';')))
            {
                continue;
            }

            var parts = header[start..at].Split('=', 2, StringSplitOptions.TrimEntries);
            start = at + 1;
            if (parts[0].Length > 0)
            {
                yield return (parts[0], parts.Length == 2 ? parts[1].Trim('"') : string.Empty);
            }
        }
    }
}

/// <summary>The kinds of preferences that an answer can follow.</summary>
[Flags]
internal enum Honoured
{
    /// <summary>Nothing in the answer depends on a preference.</summary>
    None = 0,

    /// <summary>It has ids of messages or attachments.</summary>
    Ids = 1,

    /// <summary>It has bodies.</summary>
    Body = 2,

    /// <summary>It has the times of meetings.</summary>
    TimeZone = 4,

    /// <summary>It is a page, and its size was not said in the query.</summary>
    PageSize = 8,
}
