using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>The faults that strike what the tenant sends by itself. Their path is that of the subscription's resource, or the address of the endpoint.</summary>
internal static class PushFaults
{
    /// <summary>The fault of a class that strikes this subscription now, counted as fired.</summary>
    internal static Fault? Hit(World world, string id, Subscription subscription) =>
        Hit(world, id, subscription.Resource, subscription.NotificationUrl);

    /// <summary>Puts a POST into the queue, or whatever a fault makes of it.</summary>
    internal static void Send(World world, NotificationPost post)
    {
        if (Hit(world, "P1", post.Url) is not null)
        {
            Deliveries.Remember(world, new SentNotification(
                post.Number, world.Now, post.Url, 0, Status: null, TimeSpan.Zero, "Lost", "P1", NotificationJson.Collection(world, post)));
            return;
        }

        if (Hit(world, "P3", post.Url) is { } reordered)
        {
            post.Items.Reverse();
            Hold(post, reordered, "P3");
        }

        if (Hit(world, "P4", post.Url) is { } late)
        {
            Hold(post, late, "P4");
        }

        world.State.Push.Posts.Add(post);
        if (Hit(world, "P2", post.Url) is not null)
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

    private static Fault? Hit(World world, string id, params string[] targets)
    {
        foreach (var fault in world.State.Faults)
        {
            if (string.Equals(fault.Class, id, StringComparison.OrdinalIgnoreCase)
                && FaultRules.IsInTime(world, fault)
                && (fault.Path is null || targets.Any(t => FaultRules.Fits(fault.Path, t)))
                && FaultRules.Fires(world, fault))
            {
                return fault;
            }
        }

        return null;
    }
}
