using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>What is wrong with the JSON of a command, said to somebody who does not know how it is read.</summary>
internal static partial class BodyProblem
{
    internal static ControlRefusalException Of(JsonException problem) => new(400, Say(problem));

    private static string Say(JsonException problem)
    {
        if (Unknown().Match(problem.Message) is { Success: true } unknown)
        {
            return $"There is no \"{unknown.Groups["name"].Value}\" here.{Known(unknown.Groups["type"].Value)}";
        }

        if (Missing().Match(problem.Message) is { Success: true } missing)
        {
            return $"There has to be {missing.Groups["names"].Value.Replace('\'', '"').TrimEnd('.')}.";
        }

        if (Repeated().Match(problem.Message) is { Success: true } repeated)
        {
            return $"\"{repeated.Groups["name"].Value}\" comes twice.";
        }

        if (Null().Match(problem.Message) is { Success: true } none)
        {
            return $"\"{JsonNamingPolicy.CamelCase.ConvertName(none.Groups["name"].Value)}\" may not be null.";
        }

        return Wrong().Match(problem.Message) is { Success: true } wrong
            ? $"{Place(problem.Path)} has to be {Describe(wrong.Groups["type"].Value, problem.Path)}."
            : $"The body is no JSON: line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}.";
    }

    private static string Place(string? path) => path is null or "$" ? "The body" : $"\"{path.TrimStart('$', '.')}\"";

    private static string Known(string type) => Type.GetType(type) is { } body
        ? $" Known are {string.Join(", ", body.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)))}."
        : string.Empty;

    // The type is that of the value, or of the object it belongs to.
    private static string Describe(string name, string? path)
    {
        var type = Type.GetType(name);
        type = type?.GetProperty(path?.Split('.')[^1] ?? string.Empty, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType ?? type;
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(DateTimeOffset) => "a time such as \"2026-03-02T08:00:00Z\"",
            _ when type == typeof(TimeSpan) => "a duration such as \"00:05:00\"",
            { IsPrimitive: true } => string.Create(CultureInfo.InvariantCulture, $"a number{(type == typeof(double) ? string.Empty : " without a fraction")}"),
            _ when name.Contains("Dictionary", StringComparison.Ordinal) => "an object of names and values, {\"name\": …}",
            _ when name.Contains("List", StringComparison.Ordinal) || name.EndsWith("[]", StringComparison.Ordinal) => "a list, […]",
            _ => "an object, {…}",
        };
    }

    [GeneratedRegex(@"^The JSON property '(?<name>[^']*)' could not be mapped to any \.NET member contained in type '(?<type>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"missing required properties including: (?<names>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex(@"^Duplicate property '(?<name>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Repeated();

    [GeneratedRegex(@"(constructor parameter|property or field) '(?<name>[^']*)' .*(doesn't allow|disallows) null", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Null();

    [GeneratedRegex(@"^The JSON value could not be converted to (?<type>.*?)\. Path:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wrong();
}
