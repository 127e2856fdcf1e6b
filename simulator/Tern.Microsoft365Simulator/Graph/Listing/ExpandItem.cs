namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>One item of $expand with the options in its parentheses (OData 4.01 URL §5.1.3).</summary>
internal sealed record ExpandItem(string Name, IReadOnlyList<(string Name, string Value)> Options)
{
    internal static IEnumerable<ExpandItem> Read(string? expand)
    {
        foreach (var part in Split(expand ?? string.Empty, ','))
        {
            var open = part.IndexOf('(');
            if (open < 0)
            {
                yield return new ExpandItem(part.Trim(), []);
                continue;
            }

            if (!part.EndsWith(')'))
            {
                throw GraphRefusalException.BadRequest($"The $expand '{part}' is not closed.");
            }

            yield return new ExpandItem(part[..open].Trim(), [.. Split(part[(open + 1)..^1], ';').Select(Option)]);
        }
    }

    /// <summary>$expand=microsoft.graph.itemAttachment/item</summary>
    internal static bool IsItem(string name, string value) =>
        name == "$expand" && string.Equals(value.Trim(), "microsoft.graph.itemattachment/item", StringComparison.OrdinalIgnoreCase);

    private static (string Name, string Value) Option(string text)
    {
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        return (parts[0].ToLowerInvariant(), parts.Length == 2 ? parts[1] : string.Empty);
    }

    private static IEnumerable<string> Split(string text, char separator)
    {
        var (start, depth, quoted) = (0, 0, false);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && (text[at] != separator || depth > 0 || quoted))
            {
                quoted ^= text[at] == '\'';
                depth += quoted ? 0 : text[at] switch { '(' => 1, ')' => -1, _ => 0 };
                continue;
            }

            if (text[start..at].Trim() is { Length: > 0 } part)
            {
                yield return part;
            }

            start = at + 1;
        }
    }
}
