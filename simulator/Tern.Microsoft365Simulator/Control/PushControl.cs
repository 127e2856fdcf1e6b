using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Subscriptions, what waits for their endpoints, and what was sent.</summary>
public sealed class PushControl
{
    private readonly World _world;

    internal PushControl(World world) => _world = world;

    /// <summary>All subscriptions that are alive, of every application.</summary>
    public IReadOnlyList<Subscription> Subscriptions
    {
        get
        {
            lock (_world.Gate)
            {
                Refresh();
                return [.. _world.State.Subscriptions];
            }
        }
    }

    /// <summary>The entries that are not on their way yet.</summary>
    public IReadOnlyList<WaitingNotification> Waiting
    {
        get
        {
            lock (_world.Gate)
            {
                Refresh();
                return [.. _world.State.Push.Waiting];
            }
        }
    }

    /// <summary>The POSTs that are formed and not taken yet: held back, on their way, or to be tried again.</summary>
    public IReadOnlyList<NotificationPost> Posts
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Push.Posts];
            }
        }
    }

    /// <summary>Every try so far with its answer, oldest first; the last two thousand are kept.</summary>
    public IReadOnlyList<SentNotification> Sent
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Push.Sent];
            }
        }
    }

    /// <summary>How endpoints are doing, by host and port.</summary>
    public IReadOnlyDictionary<string, EndpointHealth> Endpoints
    {
        get
        {
            lock (_world.Gate)
            {
                foreach (var health in _world.State.Push.Endpoints.Values)
                {
                    health.At(_world.Now);
                }

                return new Dictionary<string, EndpointHealth>(_world.State.Push.Endpoints);
            }
        }
    }

    /// <summary>What has to be POSTed now. Each is on its way until it is reported, and its endpoint gets nothing more until then.</summary>
    public IReadOnlyList<OutgoingPost> TakeDue()
    {
        lock (_world.Gate)
        {
            PendingEffects.RunDue(_world);
            return Deliveries.TakeDue(_world);
        }
    }

    /// <summary>What the endpoint said to a POST; no status when it said nothing.</summary>
    public void Report(long post, int? status, TimeSpan duration)
    {
        lock (_world.Gate)
        {
            Deliveries.Report(_world, post, status, duration);
        }
    }

    internal void Report(OutgoingPost post, int? status, TimeSpan duration)
    {
        lock (_world.Gate)
        {
            Deliveries.Report(_world, post, status, duration);
        }
    }

    /// <summary>Sends a lifecycle event: reauthorizationRequired, subscriptionRemoved (which removes it) or missed.</summary>
    /// <exception cref="ArgumentException">There is no such event.</exception>
    public void SendLifecycleEvent(Subscription subscription, string lifecycleEvent)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        if (!LifecycleEvents.All.Contains(lifecycleEvent, StringComparer.Ordinal))
        {
            throw new ArgumentException($"There is no lifecycle event {lifecycleEvent}.", nameof(lifecycleEvent));
        }

        lock (_world.Gate)
        {
            if (lifecycleEvent == LifecycleEvents.SubscriptionRemoved)
            {
                Authorizations.Remove(_world, subscription);
            }
            else
            {
                LifecycleEvents.Send(_world, subscription, lifecycleEvent);
            }
        }
    }

    /// <summary>Removes a subscription without a word.</summary>
    public void Remove(Subscription subscription)
    {
        lock (_world.Gate)
        {
            _world.State.Subscriptions.Remove(subscription);
            _world.Version++;
        }
    }

    private void Refresh()
    {
        PendingEffects.RunDue(_world);
        Notifications.Collect(_world);
    }
}
