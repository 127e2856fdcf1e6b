namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>What can be filtered by: plain properties, and collections with any(…).</summary>
internal abstract class FilterSource<T>
{
    /// <summary>Reads a property: text, bool, number, time or null. Throws when it cannot be filtered by.</summary>
    internal abstract Func<T, object?> Property(string path);

    /// <summary>The items of a collection.</summary>
    /// <param name="path">The collection.</param>
    /// <param name="literals">The texts inside the parentheses; a collection without an end of its own needs to know what is looked for.</param>
    internal virtual Func<T, IEnumerable<FilterItem>> Collection(string path, IReadOnlyList<string> literals) =>
        throw new GraphRefusalException(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
}

/// <summary>One item of a collection: a text of its own, or an id with a value.</summary>
internal sealed record FilterItem(string? Id, string? Value)
{
    internal object? Read(string path) => path switch
    {
        "" => Value,
        "/id" => Id,
        "/value" => Value,
        _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{path}' in any()."),
    };
}
