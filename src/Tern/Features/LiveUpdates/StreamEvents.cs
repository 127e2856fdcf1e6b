using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tern.Features.Identity;

namespace Tern.Features.LiveUpdates;

/// <summary>The stream of what changed. It resumes where a browser left off, says hello at once, and lets proxies and browsers know every 20 seconds that it lives.</summary>
internal static class StreamEvents
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    internal static void Map(IEndpointRouteBuilder app) => app.MapGet("/events", Handle).RequireAuthorization(Permissions.Agent);

    private static ServerSentEventsResult<LiveEvent> Handle(
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        TicketFeed feed,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        // nginx and its kin hold back what they buffer (proxy_buffering).
        response.Headers["X-Accel-Buffering"] = "no";
        long? from = long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        return TypedResults.ServerSentEvents(ReadAsync(feed, from, time, lifetime.ApplicationStopping, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<LiveEvent>> ReadAsync(
        TicketFeed feed, long? from, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        var last = from ?? await feed.LastAsync(ends.Token);
        yield return Item(new LiveEvent(last, "Hello", 0), "hello");
        while (!ends.IsCancellationRequested)
        {
            var news = feed.News;
            var entries = await feed.AfterAsync(last, ends.Token);
            foreach (var entry in entries)
            {
                last = entry.Id;
                yield return Item(entry, "ticket");
            }

            if (entries.Count == 0 && !await WaitAsync(news, time, ends.Token))
            {
                yield return Item(new LiveEvent(last, "Heartbeat", 0), "heartbeat");
            }
        }
    }

    /// <returns>False when nothing came for as long as silence is allowed.</returns>
    private static async Task<bool> WaitAsync(Task news, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(news, Task.Delay(Heartbeat, time, enough.Token));
        await enough.CancelAsync();
        return first == news || cancellationToken.IsCancellationRequested;
    }

    private static SseItem<LiveEvent> Item(LiveEvent entry, string type) =>
        new(entry, type) { EventId = entry.Id.ToString(CultureInfo.InvariantCulture) };
}
