using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>The next page of a list: the same query with another $skip.</summary>
internal static class PageLinks
{
    internal static JsonObject Add(GraphCall call, JsonObject body, int skip, int top, int total)
    {
        if (skip + top < total)
        {
            var query = call.Query.All
                .Where(f => f.Key != "$skip")
                .Append(new("$skip", $"{skip + top}"))
                .Select(f => $"{Uri.EscapeDataString(f.Key).Replace("%24", "$")}={Uri.EscapeDataString(f.Value)}");
            body["@odata.nextLink"] = $"{call.Request.BaseUrl}{call.Request.RawPath}?{string.Join('&', query)}";
        }

        return body;
    }
}
