namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>What can be filtered by: plain properties, and collections with any(…).</summary>
internal abstract class FilterSource<T>
{
    /// <summary>Reads a property: text, bool, number, time or null. Throws when it cannot be filtered by.</summary>
    internal abstract Func<T, object?> Property(string path);

    /// <summary>What kind of value it has, so that a comparison with another one is refused wherever it stands and whatever lies in the folder.</summary>
    internal abstract FilterType Type(string path);

    /// <summary>The values it can have, where they are known; a comparison with another one could only find nothing.</summary>
    internal virtual IReadOnlyList<string>? Members(string path) => null;

    /// <summary>The items of a collection.</summary>
    /// <param name="path">The collection.</param>
    /// <param name="literals">The texts inside the parentheses; a collection without an end of its own needs to know what is looked for.</param>
    internal virtual Func<T, IEnumerable<FilterItem>> Collection(string path, IReadOnlyList<string> literals) =>
        throw new GraphRefusalException(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
}

/// <summary>One item of a collection: a text of its own, or an id with a value.</summary>
internal sealed record FilterItem(string? Id, string? Value)
{
    internal const string IdPath = "/id";

    /// <summary>Reads what stands behind the variable of any(…).</summary>
    internal static Func<FilterItem, string?> Reader(string path) => path switch
    {
        "" or "/value" => i => i.Value,
        IdPath => i => i.Id,
        _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{path}' in any()."),
    };
}

/// <summary>The kinds of values that are compared.</summary>
internal enum FilterType
{
    /// <summary>A text, also a member of an enumeration.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A number of any size.</summary>
    Number,

    /// <summary>A time.</summary>
    Time,
}
