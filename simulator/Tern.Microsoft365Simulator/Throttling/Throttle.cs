using System.Globalization;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Throttling;

/// <summary>
/// Counts requests and refuses what is over the limits (throttling-limits). The windows are short, so the counters are not
/// saved: after a restart they begin at nothing.
/// </summary>
internal sealed class Throttle
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(string Kind, string First, string Second), RollingCounter> _counters = [];
    private readonly List<Flight> _flights = [];
    private Flight? _current;

    /// <summary>A request begins; everything it opens until <see cref="Land"/> counts as one.</summary>
    internal void Start() => _current = new Flight();

    /// <summary>The rules are done with the request; it stays in flight while its answer is held back or carried.</summary>
    internal Flight? Land(DateTimeOffset now, TimeSpan delay, bool isCarried)
    {
        var flight = _current;
        _current = null;
        if (flight is null || flight.Mailboxes.Count == 0 || (delay <= TimeSpan.Zero && !isCarried))
        {
            return null;
        }

        flight.Until = now + delay;
        flight.IsCarried = isCarried;
        _flights.Add(flight);
        return flight;
    }

    internal void End(Flight flight)
    {
        flight.IsCarried = false;
        _flights.Remove(flight);
    }

    /// <summary>Per application over all tenants: the whole of Graph.</summary>
    internal void CheckGraph(World world, string clientId) =>
        Count(world, ("graph", clientId, string.Empty), TenSeconds, 1, world.Settings.GraphRequests, TooManyRequests);

    /// <summary>Per application and tenant, and per tenant: the subscription service.</summary>
    internal void CheckSubscriptions(World world, string clientId, string tenantId)
    {
        Count(world, ("subscriptions", clientId, tenantId), TwentySeconds, 1, world.Settings.SubscriptionRequests, TooManyRequests);
        Count(world, ("subscriptions", string.Empty, tenantId), TwentySeconds, 1, world.Settings.TenantSubscriptionRequests, TooManyRequests);
    }

    /// <summary>
    /// Outlook's limits per application and mailbox: how many at once, how many in ten minutes, how many bytes upwards in five. Called for
    /// every request that opens a mailbox; a batch calls it for each of its parts, and counts as one request in flight.
    /// </summary>
    internal void CheckMailbox(World world, SimulatedRequest request, string clientId, string userId)
    {
        CheckConcurrency(world, clientId, userId);
        Count(world, ("mailbox", clientId, userId), TenMinutes, 1, world.Settings.MailboxRequests, wait => Throttled(world, "MailboxRequests", wait));
        if (request.Method is "POST" or "PUT" or "PATCH")
        {
            Count(world, ("upload", clientId, userId), FiveMinutes, request.Body.Length, world.Settings.MailboxUpload, wait => Throttled(world, "MailboxUpload", wait));
        }
    }

    private void CheckConcurrency(World world, string clientId, string userId)
    {
        _flights.RemoveAll(f => f.IsOver(world.Now));
        var key = (clientId, world.Settings.ConcurrencyPerApplication ? string.Empty : userId);
        if (world.Settings.MailboxConcurrency is var limit and > 0
            && _current?.Mailboxes.Contains(key) != true
            && _flights.Count(f => f.Mailboxes.Contains(key)) >= limit)
        {
            throw new GraphRefusalException(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")
            {
                Headers = [RetryAfter(TimeSpan.FromSeconds(1))],
            };
        }

        _current?.Mailboxes.Add(key);
    }

    private void Count(
        World world, (string Kind, string First, string Second) key, TimeSpan window, long amount, long limit, Func<TimeSpan, GraphRefusalException> refusal)
    {
        if (limit <= 0 || amount == 0)
        {
            return;
        }

        if (!_counters.TryGetValue(key, out var counter))
        {
            _counters.Add(key, counter = new RollingCounter(window));
        }

        if (counter.Add(world.Now, amount, limit) is { } wait)
        {
            throw refusal(wait);
        }
    }

    // Which code comes with these two is not documented; ApplicationThrottled is what the third one has, others were seen.
    private static GraphRefusalException Throttled(World world, string limit, TimeSpan wait) => world.Settings.ThrottledAs switch
    {
        ThrottledForm.ErrorServerBusy => new(429, "ErrorServerBusy", "The server cannot service this request right now. Try again later.") { Headers = [RetryAfter(wait)] },
        ThrottledForm.TooManyRequests => TooManyRequests(wait),
        _ => new(429, "ApplicationThrottled", $"Application is over its {limit} limit.") { Headers = [RetryAfter(wait)] },
    };

    private static GraphRefusalException TooManyRequests(TimeSpan wait) =>
        new(429, "TooManyRequests", "Please retry again later.") { Headers = [RetryAfter(wait)] };

    private static KeyValuePair<string, string> RetryAfter(TimeSpan wait) =>
        new("Retry-After", Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
}
