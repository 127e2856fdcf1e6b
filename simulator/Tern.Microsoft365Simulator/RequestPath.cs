namespace Tern.Microsoft365Simulator;

/// <summary>A path in decoded pieces. OData keys in parentheses become pieces of their own (OData 4.01 URL §4.3).</summary>
internal static class RequestPath
{
    internal static string[] Segments(string rawPath)
    {
        var segments = new List<string>();
        foreach (var part in rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = Uri.UnescapeDataString(part);
            var open = text.IndexOf("('", StringComparison.Ordinal);
            if (open > 0 && text.EndsWith("')", StringComparison.Ordinal))
            {
                segments.Add(text[..open]);
                segments.Add(text[(open + 2)..^2].Replace("''", "'"));
            }
            else
            {
                segments.Add(text);
            }
        }

        return [.. segments];
    }
}
