using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>The faults that strike what the tenant sends by itself. Their path is that of the subscription's resource, or the address of the endpoint.</summary>
internal static class PushFaults
{
    /// <summary>The fault of a class that strikes what is told of a change, counted as fired.</summary>
    internal static Fault? Hit(World world, string id, Subscription subscription, FolderChange change) =>
        Hit(world, id, $"{subscription.Id} {change.Sequence}", [subscription.ClientId], subscription.Resource, subscription.NotificationUrl);

    /// <summary>
    /// Whether a class that strikes out of nowhere strikes this subscription: each fault decides once in a simulated minute, however often somebody looks.
    /// </summary>
    internal static bool HitThisMinute(World world, string id, Subscription subscription)
    {
        var minute = world.Now.ToUnixTimeSeconds() / 60;
        foreach (var fault in Candidates(world, id, [subscription.ClientId], subscription.Resource, subscription.NotificationUrl))
        {
            if (subscription.FaultMinutes.TryGetValue(fault.Id, out var last) && last == minute)
            {
                continue;
            }

            subscription.FaultMinutes[fault.Id] = minute;
            if (Fires(world, fault, $"{subscription.Id} minute {minute}"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts a POST into the queue, or whatever a fault makes of it.</summary>
    internal static void Send(World world, NotificationPost post)
    {
        // What is due first names the POST: its number depends on how often somebody looked.
        var occasion = $"{post.Items[0].SubscriptionId} {post.Items[0].Due.Ticks}";
        var apps = post.Items.Select(i => i.ClientId).ToList();
        if (Hit(world, "P1", occasion, apps, post.Url) is not null)
        {
            post.Fault = "P1";
            Deliveries.Remember(world, new SentNotification(
                post.Number, world.Now, post.Url, 0, Status: null, TimeSpan.Zero, "Lost", post.Faults(), NotificationJson.Collection(world, post)));
            return;
        }

        if (Hit(world, "P3", occasion, apps, post.Url) is { } reordered)
        {
            post.Items.Reverse();
            Hold(post, reordered, "P3");
        }

        if (Hit(world, "P4", occasion, apps, post.Url) is { } late)
        {
            Hold(post, late, "P4");
        }

        world.State.Push.Posts.Add(post);
        if (Hit(world, "P2", occasion, apps, post.Url) is not null)
        {
            post.Fault = "P2";
            world.State.Push.Posts.Add(new NotificationPost
            {
                Number = ++world.State.Push.LastPost,
                Url = post.Url,
                Items = [.. post.Items],
                First = post.First,
                Due = post.Due,
                Fault = "P2",
            });
        }
    }

    private static void Hold(NotificationPost post, Fault fault, string id)
    {
        post.Due += fault.Delay;
        post.Fault = id;
    }

    private static Fault? Hit(World world, string id, string occasion, IReadOnlyList<string?> apps, params string[] targets) =>
        Candidates(world, id, apps, targets).FirstOrDefault(fault => Fires(world, fault, occasion));

    private static IEnumerable<Fault> Candidates(World world, string id, IReadOnlyList<string?> apps, params string[] targets) => world.State.Faults.Where(fault =>
        string.Equals(fault.Class, id, StringComparison.OrdinalIgnoreCase)
        && FaultRules.IsInTime(world, fault)
        && (fault.App is null || apps.Contains(fault.App))
        && (fault.Path is null || targets.Any(t => FaultRules.Fits(fault.Path, t))));

    // The occasion decides, not when or how often somebody looked.
    private static bool Fires(World world, Fault fault, string occasion) =>
        FaultRules.Fires(world, fault, world.Sequence($"{fault.Id} {occasion}"));
}
