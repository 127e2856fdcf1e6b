namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>The next page of a list: the same query with another $skip.</summary>
internal static class PageLinks
{
    internal static string? Next(GraphCall call, int skip, int top, int total)
    {
        if ((long)skip + top >= total)
        {
            return null;
        }

        var query = call.Query.All
            .Where(f => f.Key is not ("$skip" or "$top"))
            .Append(new("$top", $"{top}"))
            .Append(new("$skip", $"{skip + top}"))
            .Select(f => $"{Uri.EscapeDataString(f.Key).Replace("%24", "$")}={Uri.EscapeDataString(f.Value)}");
        return $"{call.Request.BaseUrl}{call.Request.RawPath}?{string.Join('&', query)}";
    }
}
