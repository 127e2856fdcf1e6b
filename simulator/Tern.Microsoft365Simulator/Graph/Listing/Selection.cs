using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>$select: what was asked for, plus id, type and annotations, which always come (OData 4.01 URL §5.1.3).</summary>
internal static class Selection
{
    internal static JsonObject Apply(JsonObject resource, IReadOnlySet<string>? select)
    {
        if (select is null)
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
