using System.Text.Json;
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

        try
        {
            var token = (JsonNode.Parse(text) as JsonObject ?? throw new JsonException("The claims are no object."))["access_token"] as JsonObject;
            return new ClaimsRequest(token?["xms_cc"]?["values"] is JsonArray values ? [.. values.Select(v => v!.GetValue<string>())] : []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EntraRefusalException(9002313, "Invalid request. The claims parameter is not valid JSON.");
        }
    }
}
