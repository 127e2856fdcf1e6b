using System.Globalization;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>Times as Graph writes them: UTC, whole seconds.</summary>
internal static class GraphTime
{
    internal static string Write(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Read(string text) =>
        DateTimeOffset.TryParse(text.Trim('\''), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw GraphRefusalException.BadRequest($"'{text}' is no date and time.");
}
