namespace Tern.Microsoft365Simulator;

/// <summary>One HTTP request as the rules see it: no sockets, no streams.</summary>
/// <param name="Method">The verb, upper case.</param>
/// <param name="BaseUrl">Scheme, host and port the caller used; links in answers start with it.</param>
/// <param name="PathAndQuery">The absolute path with its query, still percent-encoded.</param>
/// <param name="Headers">Names compared without case; several values of one name joined by a comma.</param>
/// <param name="Body">The bytes of the body, empty where there is none.</param>
public sealed record SimulatedRequest(
    string Method,
    string BaseUrl,
    string PathAndQuery,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>A request without body and headers, as tests often need one.</summary>
    public static SimulatedRequest Get(string baseUrl, string pathAndQuery) =>
        new("GET", baseUrl, pathAndQuery, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), ReadOnlyMemory<byte>.Empty);

    internal string RawPath => PathAndQuery.Split('?', 2)[0];

    internal string RawQuery => PathAndQuery.Split('?', 2) is [_, var query] ? query : string.Empty;

    internal string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}
