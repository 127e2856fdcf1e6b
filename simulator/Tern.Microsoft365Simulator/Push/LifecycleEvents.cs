using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>What is told to the lifecycleNotificationUrl (change-notifications-lifecycle-events).</summary>
internal static class LifecycleEvents
{
    internal const string ReauthorizationRequired = "reauthorizationRequired";
    internal const string SubscriptionRemoved = "subscriptionRemoved";
    internal const string Missed = "missed";

    internal static readonly string[] All = [ReauthorizationRequired, SubscriptionRemoved, Missed];

    /// <summary>Without such an address there is nobody to tell. How dependably they come is not known, so some may be lost.</summary>
    internal static void Send(World world, Subscription subscription, string lifecycleEvent, string? fault = null)
    {
        var json = NotificationJson.Lifecycle(subscription, lifecycleEvent).ToJsonString(JsonText.Options);
        if (subscription.LifecycleNotificationUrl is not { } url)
        {
            RememberLost(world, subscription.NotificationUrl, fault, json);
            return;
        }

        var waiting = world.State.Push.Waiting;
        if (lifecycleEvent == Missed && waiting.Exists(w => w.SubscriptionId == subscription.Id && w.LifecycleEvent == Missed))
        {
            return;
        }

        subscription.LifecycleEvents++;
        world.Version++;
        if (world.Sequence($"lifecycle {subscription.Id} {subscription.LifecycleEvents}").Happens(world.Settings.LostLifecycleEvents))
        {
            RememberLost(world, url, fault, json);
            return;
        }

        waiting.Add(new WaitingNotification(world.Now + world.Settings.NotifyShortest, subscription.Id, url, lifecycleEvent, json, subscription.ClientId, fault));
    }

    // An event that a fault brought about leaves a trace also where nobody is told of it.
    private static void RememberLost(World world, string url, string? fault, string json)
    {
        if (fault is not null)
        {
            Deliveries.RememberUnsent(world, url, "Lost", fault, json);
        }
    }
}
