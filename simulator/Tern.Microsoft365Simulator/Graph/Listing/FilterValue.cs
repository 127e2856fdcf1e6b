using System.Globalization;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>Literals of a filter and their comparison. Texts are compared without case, as Exchange does.</summary>
internal static class FilterValue
{
    internal static object? Read(string word) => word.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        "null" => null,
        _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => GraphTime.Read(word),
    };

    /// <summary>The value as one of this type; refused where it is none.</summary>
    internal static object? Fit(object? value, FilterType type, string path) => (value, type) switch
    {
        (null, _) or (string, FilterType.Text) or (bool, FilterType.Flag) or (double, FilterType.Number) or (DateTimeOffset, FilterType.Time) => value,
        (string text, FilterType.Time) => GraphTime.Read(text),
        _ => throw GraphRefusalException.BadRequest($"The value '{value}' does not fit '{path}', which it is compared with."),
    };

    internal static bool Holds(object? held, string operation, object? wanted)
    {
        if (held is null || wanted is null)
        {
            return operation switch
            {
                "eq" => held is null && wanted is null,
                "ne" => (held is null) != (wanted is null),
                _ => false,
            };
        }

        var order = Order(held, wanted);
        return operation switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        };
    }

    private static int Order(object held, object wanted) => (held, wanted) switch
    {
        (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        (bool a, bool b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        _ => throw GraphRefusalException.BadRequest($"The value '{wanted}' does not fit the property it is compared with."),
    };
}
