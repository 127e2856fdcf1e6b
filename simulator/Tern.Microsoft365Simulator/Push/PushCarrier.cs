using System.Text;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>Calls out for the simulated tenant: proves endpoints and delivers notifications, outside the lock and on the given clock.</summary>
public sealed class PushCarrier(Simulator simulator, HttpClient http, TimeProvider time)
{
    // An endpoint that says nothing for so long has not answered (change-notifications-delivery-webhooks).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sends everything that is due, to each endpoint one POST after the other, and reports what came of it. An endpoint whose
    /// answer an earlier call still waits for is left out, so that calls may overlap.
    /// </summary>
    /// <returns>How many POSTs were sent.</returns>
    public async Task<int> DeliverDueAsync(CancellationToken cancellationToken)
    {
        var posts = simulator.Push.TakeDue();
        await Task.WhenAll(posts.GroupBy(p => Deliveries.EndpointOf(p.Url)).Select(g => DeliverAsync(g, cancellationToken)));
        return posts.Count;
    }

    /// <summary>Makes the calls an answer waits for and gives the final one; any other answer comes back as it is.</summary>
    public async Task<SimulatedResponse> FinishAsync(SimulatedResponse answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Handshake is not { } handshake)
        {
            return answer;
        }

        var results = new List<HandshakeResult>();
        foreach (var call in handshake.Calls)
        {
            results.Add(await ProveAsync(call, cancellationToken));
        }

        return simulator.Finish(answer, results);
    }

    private async Task DeliverAsync(IEnumerable<OutgoingPost> posts, CancellationToken cancellationToken)
    {
        Exception? unforeseen = null;
        foreach (var post in posts)
        {
            var began = time.GetTimestamp();
            using var content = new StringContent(post.Body, Encoding.UTF8, "application/json");
            int? status = null;
            try
            {
                (status, _, _) = await PostAsync(post.Url, content, Patience, readsBody: false, cancellationToken);
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                // Reported as unanswered all the same: else it would keep its endpoint from everything later.
                unforeseen = problem;
            }

            simulator.Push.Report(post, status, time.GetElapsedTime(began));
        }

        if (unforeseen is not null)
        {
            throw new InvalidOperationException("A notification could not be sent.", unforeseen);
        }
    }

    private async Task<HandshakeResult> ProveAsync(HandshakeCall call, CancellationToken cancellationToken)
    {
        using var nothing = new StringContent(string.Empty, Encoding.UTF8, "text/plain");
        var (status, type, body) = await PostAsync(call.Address, nothing, Handshake.Patience, readsBody: true, cancellationToken);
        return new HandshakeResult(status, type, body ?? string.Empty, TimedOut: status is null && body is null);
    }

    /// <summary>Status, media type and body; no status and an empty body when there was no connection, neither when nothing came in time.</summary>
    private async Task<(int? Status, string? Type, string? Body)> PostAsync(string url, HttpContent content, TimeSpan patience, bool readsBody, CancellationToken cancellationToken)
    {
        using var impatience = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(impatience.Token, cancellationToken);
        try
        {
            using var response = await http.PostAsync(new Uri(url), content, either.Token);
            return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, readsBody ? await response.Content.ReadAsStringAsync(either.Token) : string.Empty);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return (null, null, string.Empty);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null, null);
        }
    }
}
