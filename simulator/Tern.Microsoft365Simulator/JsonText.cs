using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator;

/// <summary>JSON as both Microsoft faces write it: camel case, nothing escaped that need not be.</summary>
internal static class JsonText
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>The same without what is null, for tokens that travel in addresses.</summary>
    internal static readonly JsonSerializerOptions Compact = new(Options) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly JsonNodeOptions Nodes = new() { PropertyNameCaseInsensitive = true };

    internal static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Options);

    /// <summary>The body as an object, or null where it is anything else.</summary>
    internal static JsonObject? TryObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) as JsonObject : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The second one is half of a surrogate pair in a text (RFC 8259 §8.2), which is found when the text is read.
            return null;
        }
    }

    // Of a property that stands twice the last one counts: the Graph SDK writes some twice once several clients were made in one process.
    private static JsonNode? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var result = new JsonObject(Nodes);
                foreach (var property in element.EnumerateObject())
                {
                    result[property.Name] = Read(property.Value);
                }

                return result;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Read)]);
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            default:
                return JsonNode.Parse(element.GetRawText());
        }
    }
}
