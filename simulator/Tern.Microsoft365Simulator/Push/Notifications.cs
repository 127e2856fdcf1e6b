using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>
/// Turns the change feed of subscribed mailboxes into notifications. Nothing is done until somebody looks: what a change
/// is told as, and when, follows from the change itself.
/// </summary>
internal static class Notifications
{
    internal static void Collect(World world)
    {
        if (world.State.Subscriptions.Count == 0)
        {
            return;
        }

        foreach (var subscription in world.State.Subscriptions.ToList())
        {
            TellChanges(world, subscription);
            if (world.Now >= subscription.Expires)
            {
                // It simply ends; there is no event for that (subscription lifetime).
                world.State.Subscriptions.Remove(subscription);
                world.Version++;
            }
            else
            {
                Authorizations.Check(world, subscription);
            }
        }
    }

    // A change that cannot be told is set aside: neither the changes after it nor other subscriptions wait for it.
    private static void TellOrSetAside(World world, Subscription subscription, Mailbox mailbox, FolderChange change, string kind)
    {
        try
        {
            Tell(world, subscription, mailbox, change, kind);
        }
        catch (Exception problem)
        {
            var json = new JsonObject { ["subscriptionId"] = subscription.Id, ["changeType"] = kind, ["failure"] = $"{problem.GetType().Name}: {problem.Message}" };
            Deliveries.RememberUnsent(world, subscription.NotificationUrl, "Failed", fault: null, json.ToJsonString(JsonText.Options));
            world.Failures.Tell($"notification of subscription {subscription.Id}", problem);
        }
    }

    private static void TellChanges(World world, Subscription subscription)
    {
        if (!world.State.Mailboxes.TryGetValue(subscription.MailboxUserId, out var mailbox) || mailbox.LastChange <= subscription.LastChange)
        {
            return;
        }

        foreach (var (folder, change) in ChangesSince(mailbox, subscription))
        {
            var kind = change.Kind switch
            {
                ChangeKind.Arrived => "created",
                ChangeKind.Removed => "deleted",
                _ => "updated",
            };
            if (subscription.Wants(kind) && change.At < subscription.Expires)
            {
                TellOrSetAside(world, subscription, mailbox, change, kind);
            }
        }

        subscription.LastChange = mailbox.LastChange;
        world.Version++;
    }

    private static IEnumerable<(MailFolder Folder, FolderChange Change)> ChangesSince(Mailbox mailbox, Subscription subscription) =>
        mailbox.Folders
            .Where(f => subscription.Folder is not { } folder || f.Number == folder)
            .SelectMany(f => f.ChangesAfter(subscription.LastChange).Select(c => (f, c)))
            .OrderBy(c => c.c.Sequence);

    private static void Tell(World world, Subscription subscription, Mailbox mailbox, FolderChange change, string kind)
    {
        string Json(string? clientState) => NotificationJson.Change(world, subscription, mailbox, change, kind, clientState).ToJsonString(JsonText.Options);
        if (PushFaults.Hit(world, "P10", subscription, change) is not null)
        {
            Deliveries.RememberUnsent(world, subscription.NotificationUrl, "Lost", "P10", Json(subscription.ClientState));
            return;
        }

        var isForged = PushFaults.Hit(world, "P5", subscription, change) is not null;
        var json = Json(isForged ? "forged" : subscription.ClientState);
        if (PushFaults.Hit(world, "P8", subscription, change) is not null)
        {
            Deliveries.RememberUnsent(world, subscription.NotificationUrl, "Lost", "P8", json);
            LifecycleEvents.Send(world, subscription, LifecycleEvents.Missed, "P8");
            return;
        }

        Enqueue(world, subscription, change.At + Latency(world, subscription, change), json, isForged ? "P5" : null);
    }

    private static void Enqueue(World world, Subscription subscription, DateTimeOffset due, string json, string? fault)
    {
        var health = Deliveries.HealthOf(world, subscription.NotificationUrl).At(world.Now);
        if (health == EndpointState.Drop)
        {
            Deliveries.RememberUnsent(world, subscription.NotificationUrl, "Dropped", fault, json);
            LifecycleEvents.Send(world, subscription, LifecycleEvents.Missed);
            return;
        }

        world.State.Push.Waiting.Add(new WaitingNotification(
            health == EndpointState.Slow ? due + EndpointHealth.Penalty : due, subscription.Id, subscription.NotificationUrl, LifecycleEvent: null, json, subscription.ClientId, fault));
    }

    /// <summary>Messages are told of within a minute on average, within three at most (change-notifications-overview, "Latency").</summary>
    private static TimeSpan Latency(World world, Subscription subscription, FolderChange change)
    {
        var (shortest, longest) = (world.Settings.NotifyShortest, world.Settings.NotifyLongest);
        var spread = (int)Math.Max(0, (longest - shortest).TotalMilliseconds);
        return spread == 0 ? shortest : shortest + TimeSpan.FromMilliseconds(world.Sequence($"latency {subscription.Id} {change.Sequence}").Next(spread + 1));
    }
}
