using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>Forms POSTs out of what is due, and goes on by what the endpoint answered (change-notifications-delivery-webhooks).</summary>
internal static class Deliveries
{
    private const int LargestPost = 50;
    private const int KeptInLog = 2000;
    private static readonly TimeSpan FirstGap = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(1);

    /// <summary>What has to be POSTed now; each is on its way until it is reported, and until then its endpoint is left alone.</summary>
    internal static List<OutgoingPost> TakeDue(World world)
    {
        Notifications.Collect(world);
        Form(world);
        var result = new List<OutgoingPost>();
        var busy = world.State.Push.Posts.Where(p => p.IsUnderway).Select(p => EndpointOf(p.Url)).ToHashSet(StringComparer.Ordinal);
        foreach (var post in world.State.Push.Posts.Where(p => !busy.Contains(EndpointOf(p.Url)) && p.Due <= world.Now).OrderBy(p => p.Due).ThenBy(p => p.Number).ToList())
        {
            if (IsPaused(world, post))
            {
                continue;
            }

            post.IsUnderway = true;
            post.Attempts++;
            result.Add(new OutgoingPost(post.Number, post.Url, NotificationJson.Collection(world, post)) { Source = post });
        }

        return result;
    }

    /// <summary>The answer to a POST that was taken; one from before everything was emptied says nothing about a later one of its number.</summary>
    internal static void Report(World world, OutgoingPost taken, int? status, TimeSpan duration)
    {
        if (taken.Source is { } source && world.State.Push.Posts.Contains(source))
        {
            Report(world, taken.Number, status, duration);
        }
    }

    /// <summary>The answer to a POST: 2xx is delivered; anything else is tried again with growing gaps, for four hours.</summary>
    internal static void Report(World world, long number, int? status, TimeSpan duration)
    {
        if (world.State.Push.Posts.Find(p => p.Number == number) is not { IsUnderway: true } post)
        {
            return;
        }

        post.IsUnderway = false;
        HealthOf(world, post.Url).Note(world.Now, post.Items.Count, duration > world.Settings.SlowAnswer);
        var isDelivered = status is >= 200 and < 300;
        var next = world.Now + Gap(post.Attempts);
        var isLost = !isDelivered && next > post.First + world.Settings.NotifyAgainFor;
        Remember(world, new SentNotification(
            number, world.Now, post.Url, post.Attempts, status, duration, isDelivered ? "Delivered" : isLost ? "Lost" : "Retried", post.Faults(), NotificationJson.Collection(world, post)));
        post.Due = next;
        if (isDelivered || isLost)
        {
            world.State.Push.Posts.Remove(post);
        }

        if (isLost)
        {
            TellMissed(world, post);
        }

        world.Version++;
    }

    /// <summary>Host and port; what is told to one of them is told one after the other.</summary>
    internal static string EndpointOf(string url) => new Uri(url).Authority;

    internal static EndpointHealth HealthOf(World world, string url)
    {
        var key = EndpointOf(url);
        if (!world.State.Push.Endpoints.TryGetValue(key, out var health))
        {
            world.State.Push.Endpoints.Add(key, health = new EndpointHealth { WindowStart = world.Now });
        }

        return health;
    }

    internal static void Remember(World world, SentNotification sent)
    {
        world.State.Push.Sent.Add(sent);
        if (world.State.Push.Sent.Count > KeptInLog)
        {
            world.State.Push.Sent.RemoveAt(0);
        }
    }

    /// <summary>Notes an entry that does not get into a POST.</summary>
    internal static void RememberUnsent(World world, string url, string outcome, string? fault, string json) =>
        Remember(world, new SentNotification(0, world.Now, url, 0, Status: null, TimeSpan.Zero, outcome, fault, $"{{\"value\":[{json}]}}"));

    private static void Form(World world)
    {
        var push = world.State.Push;
        var due = push.Waiting.Where(w => w.Due <= world.Now).OrderBy(w => w.Due).ToList();
        if (due.Count == 0)
        {
            return;
        }

        push.Waiting.RemoveAll(w => w.Due <= world.Now);
        foreach (var chunk in due.GroupBy(w => (w.Url, IsEvent: w.LifecycleEvent is not null)).SelectMany(g => g.Chunk(LargestPost)))
        {
            PushFaults.Send(world, new NotificationPost
            {
                Number = ++push.LastPost,
                Url = chunk[0].Url,
                Items = [.. chunk],
                First = world.Now,
                Due = world.Now,
            });
        }

        world.Version++;
    }

    // Told to wait for a new authorization: what comes meanwhile is kept as long as a failed POST is.
    private static bool IsPaused(World world, NotificationPost post)
    {
        if (!world.Settings.PauseUntilReauthorized || post.Items.Exists(i => i.LifecycleEvent is not null))
        {
            return false;
        }

        var isPaused = post.Items.TrueForAll(i => world.State.Subscriptions.Find(s => s.Id == i.SubscriptionId)?.AuthorizedUntil <= world.Now);
        if (isPaused && world.Now > post.First + world.Settings.NotifyAgainFor)
        {
            world.State.Push.Posts.Remove(post);
            Remember(world, new SentNotification(post.Number, world.Now, post.Url, post.Attempts, Status: null, TimeSpan.Zero, "Lost", post.Faults(), NotificationJson.Collection(world, post)));
            TellMissed(world, post);
        }

        return isPaused;
    }

    private static void TellMissed(World world, NotificationPost post)
    {
        foreach (var id in post.Items.Where(i => i.LifecycleEvent is null).Select(i => i.SubscriptionId).Distinct(StringComparer.Ordinal))
        {
            if (world.State.Subscriptions.Find(s => s.Id == id) is { } subscription)
            {
                LifecycleEvents.Send(world, subscription, LifecycleEvents.Missed);
            }
        }
    }

    private static TimeSpan Gap(int attempts)
    {
        var gap = FirstGap * Math.Pow(2, Math.Min(attempts - 1, 20));
        return gap > LongestGap ? LongestGap : gap;
    }
}
