using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>Reads values out of a request body; a value of the wrong kind is the caller's mistake.</summary>
internal static class GraphBody
{
    internal static string? Text(this JsonObject body, string name) => Value<string>(body[name], name);

    internal static bool? Flag(this JsonObject body, string name) => body[name] is null ? null : Value<bool>(body[name], name);

    internal static long? Number(this JsonObject body, string name) => body[name] is null ? null : Value<long>(body[name], name);

    /// <summary>A member of an enumeration, in the spelling it is written back with.</summary>
    internal static string? OneOf(this JsonObject body, string name, params string[] known) => body.Text(name) is not { } text
        ? null
        : Array.Find(known, k => string.Equals(k, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new GraphRefusalException(400, "RequestBodyRead", $"Cannot convert the literal '{text}' of '{name}' to the expected type.");

    internal static T? Value<T>(JsonNode? node, string name) => node switch
    {
        null => default,
        JsonValue value when value.TryGetValue<T>(out var read) => read,
        _ => throw new GraphRefusalException(400, "RequestBodyRead", $"Cannot convert the value of '{name}' to the expected type."),
    };
}
