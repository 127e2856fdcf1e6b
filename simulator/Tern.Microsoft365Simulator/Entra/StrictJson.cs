using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Reads an object of somebody else's JSON as a whole, so that nothing that is wrong with it shows only when it is used.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <returns>Null for what is no object, says a name twice, or holds text that is none (half of a surrogate pair).</returns>
    internal static JsonObject? Object(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var read = JsonNode.Parse(utf8, documentOptions: Options) as JsonObject;
            Decode(read);
            return read;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // Names and texts are decoded only when somebody asks for them.
    private static void Decode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (_, value) in named)
                {
                    Decode(value);
                }

                break;
            case JsonArray several:
                foreach (var value in several)
                {
                    Decode(value);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
