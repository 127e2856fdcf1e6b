using System.Buffers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator;

/// <summary>What the simulated side answers, and how the transport has to misbehave while it does.</summary>
public sealed record SimulatedResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlySequence<byte> Content)
{
    /// <summary>The content in one piece.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get => Content.IsSingleSegment ? Content.First : Content.ToArray();
        init => Content = new(value);
    }

    /// <summary>How long the answer is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether and where the connection breaks.</summary>
    public Cut Cut { get; init; }

    /// <summary>How fast the body comes; null for at once.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Calls to make before this answer may be given: <see cref="Simulator.Finish"/> has the final one. Without them it stands as it is.</summary>
    public Handshake? Handshake { get; init; }

    /// <summary>Set while the network is down: no connection comes about at all, and this is the reason a client sees.</summary>
    public HttpRequestError? ConnectionFailure { get; init; }

    /// <summary>What the socket would have said of that failure, below HTTP.</summary>
    public SocketError SocketFailure { get; init; } = SocketError.Success;

    internal Throttling.Flight? Flight { get; init; }

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    internal static SimulatedResponse Empty(int status) => new(status, [], ReadOnlySequence<byte>.Empty);

    /// <summary>No connection comes about. A name that is not found is said in the same way everywhere; a connection fails where the socket says.</summary>
    internal static SimulatedResponse NotConnected(HttpRequestError reason, SocketError connecting) => Empty(0) with
    {
        Cut = Cut.BeforeEffect,
        ConnectionFailure = reason,
        SocketFailure = reason == HttpRequestError.NameResolutionError ? SocketError.HostNotFound : connecting,
    };

    internal static SimulatedResponse Of(int status, string contentType, ReadOnlyMemory<byte> body) =>
        new(status, [new("Content-Type", contentType)], new ReadOnlySequence<byte>(body));

    internal static SimulatedResponse Json(int status, JsonNode body) =>
        Of(status, "application/json; charset=utf-8", JsonText.Bytes(body));

    internal static SimulatedResponse Html(int status, string html) =>
        Of(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));

    internal SimulatedResponse With(string name, string value)
    {
        var headers = new List<KeyValuePair<string, string>>(Headers.Count + 1);
        headers.AddRange(Headers.Where(h => !string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)));
        headers.Add(new(name, value));
        return this with { Headers = headers };
    }
}
