namespace Tern.Microsoft365Simulator.Push;

/// <summary>What waits to be told, what is on its way, what was told, and how the endpoints are doing.</summary>
internal sealed class PushState
{
    public List<WaitingNotification> Waiting { get; set; } = [];

    public List<NotificationPost> Posts { get; set; } = [];

    /// <summary>The newest last.</summary>
    public List<SentNotification> Sent { get; set; } = [];

    /// <summary>By host and port of the address.</summary>
    public Dictionary<string, EndpointHealth> Endpoints { get; set; } = [];

    public long LastPost { get; set; }
}

/// <summary>One entry of a collection that is not on its way yet.</summary>
/// <param name="Due">When it is to be sent.</param>
/// <param name="SubscriptionId">Whose it is.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="LifecycleEvent">The event, or null for a change.</param>
/// <param name="Json">The entry itself.</param>
/// <param name="ClientId">The application that subscribed; null in what an earlier program saved.</param>
/// <param name="Fault">The fault class that altered it or brought it about.</param>
public sealed record WaitingNotification(
    DateTimeOffset Due, string SubscriptionId, string Url, string? LifecycleEvent, string Json, string? ClientId = null, string? Fault = null);

/// <summary>One POST with everything that goes in it; it stays until it is taken or given up.</summary>
public sealed class NotificationPost
{
    public required long Number { get; init; }

    public required string Url { get; init; }

    public required List<WaitingNotification> Items { get; init; }

    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Due { get; set; }

    public int Attempts { get; set; }

    /// <summary>The fault class that altered it.</summary>
    public string? Fault { get; set; }

    // Not saved: what was on its way when the process ended is sent again.
    internal bool IsUnderway { get; set; }

    /// <summary>The fault classes of the POST and of its entries, with commas; null where there was none.</summary>
    internal string? Faults()
    {
        var classes = Items.Select(i => i.Fault).Append(Fault).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return classes.Count == 0 ? null : string.Join(", ", classes);
    }
}

/// <summary>
/// One try of one POST (its tries share the number), and what came of it: Delivered, Retried, Lost or Dropped. What never
/// got into a POST has the number 0; of that, Failed is what the simulator itself could not write.
/// </summary>
public sealed record SentNotification(
    long Post,
    DateTimeOffset Time,
    string Url,
    int Attempt,
    int? Status,
    TimeSpan Duration,
    string Outcome,
    string? Fault,
    string Body);

/// <summary>What a carrier has to POST now.</summary>
public sealed record OutgoingPost(long Number, string Url, string Body)
{
    /// <summary>What is reported on: numbers begin anew when everything is emptied.</summary>
    internal NotificationPost? Source { get; init; }
}
