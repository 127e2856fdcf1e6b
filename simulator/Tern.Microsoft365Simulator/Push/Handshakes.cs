using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>Has endpoints proven before something is done, and reads their answers as Microsoft does.</summary>
internal static class Handshakes
{
    /// <summary>
    /// An answer that stands only after the calls: until then it is the refusal that a silent endpoint brings.
    /// </summary>
    internal static SimulatedResponse Before(GraphCall call, RequestEntry entry, IEnumerable<string> urls, Func<SimulatedResponse> act)
    {
        var world = call.World;
        var calls = urls.Select((url, i) => CallOf(world, url, i)).ToList();
        return GraphAnswers.Guard(world, call.Request, entry, () => throw Judge(HandshakeResult.Silence, string.Empty)!) with
        {
            Handshake = new Handshake(calls, results => GraphAnswers.Guard(world, call.Request, entry, () =>
            {
                entry.Error = null;
                for (var i = 0; i < calls.Count; i++)
                {
                    if (Judge(i < results.Count ? results[i] : HandshakeResult.Silence, calls[i].Token) is { } refusal)
                    {
                        throw refusal;
                    }
                }

                return act();
            })),
        };
    }

    /// <summary>Both addresses of a subscription are tested; one that serves as both, once.</summary>
    internal static IEnumerable<string> Both(string url, string? lifecycleUrl) => lifecycleUrl is null || lifecycleUrl == url ? [url] : [url, lifecycleUrl];

    private static HandshakeCall CallOf(World world, string url, int index)
    {
        var token = $"Validation: Testing client application reachability for subscription Request-Id: {world.Identifier("handshake", (world.State.Requests * 10) + index)}";
        return new HandshakeCall($"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}validationToken={Uri.EscapeDataString(token)}", token);
    }

    private static GraphRefusalException? Judge(HandshakeResult result, string token) => result switch
    {
        { TimedOut: true } => Refusal("Subscription validation request timed out."),
        { Status: 200 } when result.Body == token && string.Equals(result.ContentType, "text/plain", StringComparison.OrdinalIgnoreCase) => null,
        { Status: { } status and not 200 } => Refusal($"Subscription validation request failed. HTTP status code is '{(System.Net.HttpStatusCode)status}'."),
        _ => Refusal("Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request."),
    };

    private static GraphRefusalException Refusal(string text) => new(400, "ValidationError", text);
}
