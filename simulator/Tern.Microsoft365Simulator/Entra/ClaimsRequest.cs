using System.Text;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The claims parameter (OpenID Connect Core §5.5): what the client can do, and what a resource has asked for.</summary>
internal sealed record ClaimsRequest(IReadOnlyList<string> Capabilities)
{
    private static readonly ClaimsRequest None = new([]);

    /// <summary>True: the client understands claims challenges (claims-challenge, client capabilities).</summary>
    internal bool HandlesChallenges => Capabilities.Contains("cp1");

    internal static ClaimsRequest Read(string? text)
    {
        if (text is null)
        {
            return None;
        }

        var claims = StrictJson.Object(Encoding.UTF8.GetBytes(text)) ?? throw Malformed();
        return claims["access_token"] is JsonObject token && token["xms_cc"] is { } capabilities
            ? new ClaimsRequest([.. (capabilities is JsonObject asked ? asked["values"] as JsonArray ?? [] : throw Malformed()).Select(Text)])
            : None;
    }

    private static string Text(JsonNode? value) => value is JsonValue given && given.TryGetValue<string>(out var text) ? text : throw Malformed();

    private static EntraRefusalException Malformed() => new(9002313, "Invalid request. The claims parameter is not valid JSON.");
}
