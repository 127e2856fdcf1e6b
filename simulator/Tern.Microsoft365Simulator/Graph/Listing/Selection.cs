using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>$select: what was asked for, plus id, type and annotations, which always come (OData 4.01 URL §5.1.3).</summary>
internal static class Selection
{
    internal static IReadOnlySet<string>? Read(string? list) => list is null
        ? null
        : new HashSet<string>(list.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>Throws at a name that is none of these.</summary>
    internal static void Check(IReadOnlySet<string>? select, string type, IReadOnlyCollection<string> known)
    {
        if (select?.FirstOrDefault(n => n != "*" && !known.Contains(n, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw GraphRefusalException.BadRequest($"Could not find a property named '{unknown}' on type 'microsoft.graph.{type}'.");
        }
    }

    internal static JsonObject Apply(JsonObject resource, IReadOnlySet<string>? select)
    {
        if (select is null || select.Contains("*"))
        {
            return resource;
        }

        foreach (var name in resource.Select(p => p.Key).ToList())
        {
            if (name != "id" && !name.StartsWith('@') && !select.Contains(name))
            {
                resource.Remove(name);
            }
        }

        return resource;
    }
}
