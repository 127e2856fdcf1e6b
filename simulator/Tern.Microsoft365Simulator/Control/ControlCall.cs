using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>One command under /_sim.</summary>
internal sealed record ControlCall(Simulator Simulator, SimulatedRequest Request)
{
    /// <summary>What is not known, not there, said twice or null where it may not be is refused.</summary>
    internal static readonly JsonSerializerOptions Strict = Read(new(JsonText.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    });

    internal FormFields Query => FormFields.OfQuery(Request);

    /// <summary>The body; a misspelt name is refused and not passed over.</summary>
    internal T Body<T>()
    {
        try
        {
            CheckLists(Request.Body.Span);
            return JsonSerializer.Deserialize<T>(Request.Body.Span, Strict) ?? throw new ControlRefusalException(400, "The body is null.");
        }
        catch (JsonException problem)
        {
            throw BodyProblem.Of(problem);
        }
    }

    // Annotations say that no element of a list is null, but the serializer does not look at them.
    private static void CheckLists(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var (inList, outer) = (false, new Stack<bool>());
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    outer.Push(inList);
                    inList = reader.TokenType == JsonTokenType.StartArray;
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    inList = outer.Pop();
                    break;
                case JsonTokenType.Null when inList:
                    throw new ControlRefusalException(400, "A list may not hold null.");
                default:
                    break;
            }
        }
    }

    private static JsonSerializerOptions Read(JsonSerializerOptions options)
    {
        options.Converters.Add(new DurationConverter());
        return options;
    }

    internal Tenant Tenant(string key) => Simulator.Tenants.Find(key) ?? throw ControlRefusalException.NotFound($"tenant {key}");

    internal User User(string key) => Simulator.Users.Find(key) ?? throw ControlRefusalException.NotFound($"user {key}");

    internal AppRegistration App(string clientId) => Simulator.Apps.Find(clientId) ?? throw ControlRefusalException.NotFound($"app {clientId}");

    internal static SimulatedResponse Show(object value, int status = 200) =>
        SimulatedResponse.Json(status, JsonSerializer.SerializeToNode(value, JsonText.Options)!);

    internal static SimulatedResponse List<T>(IEnumerable<T> values) => SimulatedResponse.Json(200, new JsonObject
    {
        ["value"] = JsonSerializer.SerializeToNode(values.ToList(), JsonText.Options),
    });

    internal static SimulatedResponse Done() => SimulatedResponse.Empty(204);
}
