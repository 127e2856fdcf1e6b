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
    internal static void Send(World world, Subscription subscription, string lifecycleEvent)
    {
        if (subscription.LifecycleNotificationUrl is not { } url)
        {
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
            return;
        }

        waiting.Add(new WaitingNotification(
            world.Now + world.Settings.NotifyShortest, subscription.Id, url, lifecycleEvent, NotificationJson.Lifecycle(subscription, lifecycleEvent).ToJsonString(JsonText.Options)));
    }
}
