using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// An error as Entra writes it, in a body or in the address that the browser comes back with. Read leniently: fields may be missing, numbers may be texts, and
/// what has no field of its own is taken from the description, which ends with trace id, correlation id and time.
/// </summary>
internal sealed partial record EntraAnswer(string Error, string Description, IReadOnlyList<int> Codes)
{
    private const int LongestDetail = 300;

    public string? Suberror { get; private init; }

    public string? CorrelationId { get; private init; }

    public string? TraceId { get; private init; }

    public DateTimeOffset? At { get; private init; }

    public string? Claims { get; private init; }

    public string? ProviderCode => Codes.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"AADSTS{Codes[0]}") : Error.Length > 0 ? Error : null;

    /// <returns>Null when it is not an error of Entra: HTML, nothing, or JSON that names neither an error nor a code.</returns>
    public static EntraAnswer? Parse(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body.TrimStart('\uFEFF'));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var answer = Of(Text(root, "error"), Text(root, "error_description"), Text(root, "error_uri"), Numbers(root, "error_codes"));
            return answer.ProviderCode is null
                ? null
                : answer with
                {
                    Suberror = Text(root, "suberror"),
                    CorrelationId = Text(root, "correlation_id") ?? answer.CorrelationId,
                    TraceId = Text(root, "trace_id") ?? answer.TraceId,
                    At = Moment(Text(root, "timestamp")) ?? answer.At,
                    Claims = ClaimsIn(root),
                };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>From single texts, as they stand in the address of a redirect.</summary>
    public static EntraAnswer Of(string? error, string? description, string? uri = null, IReadOnlyList<int>? codes = null)
    {
        var text = description ?? string.Empty;
        var found = (codes ?? []).Concat(CodeInText().Matches(text).Select(Code)).Concat(CodeInAddress().Matches(uri ?? "").Select(Code)).Where(code => code > 0).Distinct();
        return new EntraAnswer(error ?? string.Empty, Shorten(text), [.. found])
        {
            TraceId = Named("Trace ID", text),
            CorrelationId = Named("Correlation ID", text),
            At = Moment(Named("Timestamp", text)),
        };
    }

    private static int Code(Match match) => int.TryParse(match.Groups["code"].ValueSpan, CultureInfo.InvariantCulture, out var code) ? code : 0;

    private static int[] Numbers(JsonElement root, string name) => !root.TryGetProperty(name, out var list)
        ? []
        : [.. (list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : Enumerable.Repeat(list, 1))
            .Select(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.String && int.TryParse(item.ToString(), CultureInfo.InvariantCulture, out var number) ? number : 0)];

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;

    /// <summary>A JSON text inside the JSON; some stacks unfold it.</summary>
    private static string? ClaimsIn(JsonElement root) => root.TryGetProperty("claims", out var claims)
        ? claims.ValueKind switch
        {
            JsonValueKind.String => claims.GetString() is { Length: > 0 } text ? text : null,
            JsonValueKind.Object => claims.GetRawText(),
            _ => null,
        }
        : null;

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static string? Named(string label, string description)
    {
        var start = description.IndexOf(label + ":", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var value = description[(start + label.Length + 1)..].TrimStart();
        var end = label == "Timestamp" ? value.IndexOf('Z', StringComparison.Ordinal) + 1 : value.AsSpan().IndexOfAny(" \r\n\t");
        return (end > 0 ? value[..end] : value) is { Length: > 0 } found ? found : null;
    }

    /// <summary>What was said; the ids and the time behind it are kept apart.</summary>
    private static string Shorten(string description)
    {
        var end = description.IndexOf("Trace ID:", StringComparison.OrdinalIgnoreCase);
        var text = (end > 0 ? description[..end] : description).ReplaceLineEndings(" ").Trim();
        return text.Length > LongestDetail ? text[..LongestDetail] : text;
    }

    [GeneratedRegex(@"AADSTS(?<code>\d{4,9})", RegexOptions.CultureInvariant)]
    private static partial Regex CodeInText();

    [GeneratedRegex(@"[?&]code=(?<code>\d{4,9})", RegexOptions.CultureInvariant)]
    private static partial Regex CodeInAddress();
}
