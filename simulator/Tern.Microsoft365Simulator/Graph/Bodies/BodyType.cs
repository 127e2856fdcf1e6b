using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph.Bodies;

/// <summary>A type of what may stand in a request body: a value, a list, or an object with the properties it has.</summary>
/// <param name="Name">As the refusal names it.</param>
/// <param name="Fits">Whether a value that is not null has the right kind.</param>
internal sealed record BodyType(string Name, Func<JsonNode, bool> Fits)
{
    internal static readonly BodyType Text = new("Edm.String", n => n.GetValueKind() == JsonValueKind.String);
    internal static readonly BodyType Flag = new("Edm.Boolean", n => n.GetValueKind() is JsonValueKind.True or JsonValueKind.False);
    internal static readonly BodyType Number = new("Edm.Int64", n => n.GetValueKind() == JsonValueKind.Number);

    /// <summary>Known to Graph, and not part of this simulation: taking it in silence would promise what never comes.</summary>
    internal static readonly BodyType Missing = new("missing", _ => true);

    private Dictionary<string, BodyType>? _properties;
    private BodyType? _item;
    private Func<JsonObject, BodyType>? _derived;

    internal static BodyType Object(string name, params (string Names, BodyType Type)[] properties)
    {
        var known = new Dictionary<string, BodyType>(StringComparer.OrdinalIgnoreCase);
        foreach (var (names, type) in properties)
        {
            foreach (var property in names.Split(' '))
            {
                known.Add(property, type);
            }
        }

        return new BodyType(name, n => n is JsonObject) { _properties = known };
    }

    /// <summary>The same with more properties, under another name.</summary>
    internal BodyType Derive(string name, params (string Names, BodyType Type)[] more)
    {
        var derived = Object(name, more);
        foreach (var (property, type) in _properties!)
        {
            derived._properties!.Add(property, type);
        }

        return derived;
    }

    internal static BodyType Many(BodyType item) => new($"Collection({item.Name})", n => n is JsonArray) { _item = item };

    /// <summary>An object of which the object itself says what it is.</summary>
    internal static BodyType OneOf(string name, Func<JsonObject, BodyType> derived) => new(name, n => n is JsonObject) { _derived = derived };

    /// <summary>Throws at the first property that the type does not have, or whose value has another kind.</summary>
    internal void Check(JsonNode? node, string path)
    {
        if (node is null)
        {
            return;
        }

        if (this == Missing)
        {
            throw GraphRefusalException.BadRequest($"'{path}' is not part of this simulation.");
        }

        if (!Fits(node))
        {
            throw Refused($"Cannot convert the value of '{path}' to the expected type '{Name}'.");
        }

        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                _item!.Check(item, path);
            }
        }
        else if (node is JsonObject body)
        {
            (_derived?.Invoke(body) ?? this).CheckProperties(body);
        }
    }

    // Annotations are understood or passed over (OData 4.01 JSON §4.5).
    private void CheckProperties(JsonObject body)
    {
        if (_properties is null)
        {
            return;
        }

        foreach (var (name, value) in body)
        {
            if (name.Contains('@'))
            {
                continue;
            }

            if (!_properties.TryGetValue(name, out var type))
            {
                throw Refused($"The property '{name}' does not exist on type '{Name}'. Only the properties that the type defines can be given.");
            }

            type.Check(value, name);
        }
    }

    private static GraphRefusalException Refused(string text) => new(400, "RequestBodyRead", text);
}
