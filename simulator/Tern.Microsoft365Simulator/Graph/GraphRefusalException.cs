namespace Tern.Microsoft365Simulator.Graph;

/// <summary>Ends a request at Graph wherever the rule is found that refuses it; answered with Graph's error body.</summary>
internal sealed class GraphRefusalException(int status, string code, string text) : Exception(text)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal static GraphRefusalException AccessDenied() =>
        new(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");

    internal static GraphRefusalException ItemNotFound() =>
        new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    internal static GraphRefusalException BadRequest(string text) => new(400, "BadRequest", text);

    internal static GraphRefusalException NoRoute(string? segment) => new(400, "BadRequest", $"Resource not found for the segment '{segment}'.");

    /// <summary>A resource that is there but does not know the method is told apart from one that is not there; the first as Outlook was seen to say it (microsoft-graph-docs issue 10936).</summary>
    internal static GraphRefusalException Unrouted(bool isKnown, string? segment = null) => isKnown ? new(405, "ErrorInvalidRequest", "The OData request is not supported.") : NoRoute(segment);
}
