using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>An error as Graph writes it, in the body and in the headers. Read leniently: gateways answer HTML or nothing, and fields may be missing.</summary>
internal sealed record GraphAnswer
{
    private const int LongestMessage = 300;

    public string? Code { get; private init; }

    public string? Message { get; private init; }

    public string? RequestId { get; private init; }

    public string? ClientRequestId { get; private init; }

    public DateTimeOffset? At { get; private init; }

    /// <summary>What a new token must satisfy (Entra: "Claims challenges, claims requests, and client capabilities").</summary>
    public string? Claims { get; private init; }

    /// <summary>False for what a proxy says in its place.</summary>
    public bool IsGraphs => Code is not null || RequestId is not null;

    public bool Says(string words) => Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    public static GraphAnswer Parse(byte[] body, HttpResponseMessage response)
    {
        var answer = Parse(body);
        return answer with
        {
            RequestId = answer.RequestId ?? Header(response.Headers, "request-id"),
            ClientRequestId = answer.ClientRequestId ?? Header(response.Headers, "client-request-id"),
            At = answer.At ?? response.Headers.Date,
            Claims = ClaimsChallenge.Read(response),
        };
    }

    private static GraphAnswer Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(body).TrimStart('\uFEFF'));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
            {
                return new GraphAnswer();
            }

            var inner = error.TryGetProperty("innerError", out var named) || error.TryGetProperty("innererror", out named) ? named : default;
            var message = Text(error, "message");
            return new GraphAnswer
            {
                Code = Text(error, "code"),
                Message = message?.Length > LongestMessage ? message[..LongestMessage] : message,
                RequestId = Text(inner, "request-id"),
                ClientRequestId = Text(inner, "client-request-id"),
                At = DateTimeOffset.TryParse(Text(inner, "date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
            };
        }
        catch (JsonException)
        {
            return new GraphAnswer();
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString() is { Length: > 0 } text ? text : null
            : null;

    private static string? Header(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
