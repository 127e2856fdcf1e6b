namespace Tern.Features.Identity;

/// <summary>Time zones by their IANA names, as browsers tell them.</summary>
internal static class TimeZones
{
    internal static TimeZoneInfo FindOrUtc(string? name) =>
        !string.IsNullOrWhiteSpace(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    internal static string? Accept(string? name) =>
        name is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? name : null;

    internal static IEnumerable<string> Names() => TimeZoneInfo.GetSystemTimeZones()
        .Select(zone => zone.Id)
        .Where(id => id == "UTC" || (id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal)))
        .Distinct()
        .Order(StringComparer.Ordinal);
}
