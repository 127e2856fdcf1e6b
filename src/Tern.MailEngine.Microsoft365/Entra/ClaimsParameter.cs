using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// The <c>claims</c> parameter (OpenID Connect Core §5.5): says that we answer claims challenges (<c>cp1</c>), and carries the one that must be met now
/// (Entra: "Claims challenges, claims requests and client capabilities").
/// </summary>
internal static class ClaimsParameter
{
    private const string Capability = "xms_cc";

    /// <param name="challenge">The challenge as JSON, from Graph or from a refusal of the token endpoint; null without one. What is no JSON object is left out.</param>
    public static string With(string? challenge)
    {
        var claims = Parse(challenge) ?? [];
        if (claims["access_token"] is not JsonObject wanted)
        {
            claims["access_token"] = wanted = [];
        }

        wanted[Capability] = new JsonObject { ["values"] = new JsonArray("cp1") };
        return claims.ToJsonString();
    }

    private static JsonObject? Parse(string? challenge)
    {
        try
        {
            return challenge is null ? null : JsonNode.Parse(challenge) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // a challenge that nobody can read is answered by a fresh token, as one without claims is
        }
    }
}
