using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.Time.Testing;

namespace Tern.Microsoft365Simulator.Tests.Push;

/// <summary>An endpoint for notifications: gives tokens back as it should, and keeps what it is told.</summary>
internal sealed class Listener : HttpMessageHandler
{
    internal const string Address = "https://desk.example/push";
    internal const string LifecycleAddress = "https://desk.example/lifecycle";

    /// <summary>How it answers a handshake; null gives the token back.</summary>
    internal Func<string, HttpResponseMessage>? Handshake { get; set; }

    /// <summary>The status it answers notifications with.</summary>
    internal HttpStatusCode Status { get; set; } = HttpStatusCode.Accepted;

    /// <summary>Calling it fails in a way no client foresees.</summary>
    internal bool Breaks { get; set; }

    /// <summary>A host that never answers notifications.</summary>
    internal string? SilentHost { get; set; }

    /// <summary>How long it takes for each of them, on this clock.</summary>
    internal (FakeTimeProvider Time, TimeSpan By)? Takes { get; set; }

    internal List<HttpRequestMessage> Handshakes { get; } = [];

    /// <summary>What the handshakes carried, which ought to be nothing.</summary>
    internal List<string> HandshakeBodies { get; } = [];

    /// <summary>The bodies in the order they came.</summary>
    internal List<(string Path, JsonObject Body)> Posts { get; } = [];

    internal IEnumerable<JsonNode> Told => Posts.Where(p => p.Path == "/push").SelectMany(p => (JsonArray)p.Body["value"]!)!;

    internal IEnumerable<string> Events => Posts.Where(p => p.Path == "/lifecycle").SelectMany(p => (JsonArray)p.Body["value"]!).Select(v => v!["lifecycleEvent"]!.GetValue<string>());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (HttpUtility.ParseQueryString(request.RequestUri!.Query)["validationToken"] is { } token)
        {
            Handshakes.Add(request);
            HandshakeBodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return Handshake?.Invoke(token) ?? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(token) };
        }

        if (Breaks)
        {
            throw new NotSupportedException("The listener is told to break.");
        }

        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Posts.Add((request.RequestUri.AbsolutePath, (JsonObject)JsonNode.Parse(body)!));
        if (request.RequestUri.Host == SilentHost)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        Takes?.Time.Advance(Takes.Value.By);
        return new HttpResponseMessage(Status);
    }
}
