namespace Tern.Microsoft365Simulator.Push;

/// <summary>
/// How fast an endpoint answered in the present window: slow ones are told later, very slow ones are not told at all
/// (change-notifications-delivery-webhooks, "Throttling").
/// </summary>
public sealed class EndpointHealth
{
    private const int Sample = 100;
    private const double SlowShare = 0.10;
    private const double DropShare = 0.15;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public DateTimeOffset WindowStart { get; set; }

    public int Notifications { get; set; }

    public int Slow { get; set; }

    public EndpointState State { get; set; }

    /// <summary>How much later an endpoint in the slow state is told.</summary>
    internal static TimeSpan Penalty => Window;

    internal EndpointState At(DateTimeOffset now)
    {
        Flush(now);
        return State;
    }

    internal void Note(DateTimeOffset now, int notifications, bool isSlow)
    {
        Flush(now);
        Notifications += notifications;
        Slow += isSlow ? notifications : 0;
        if (Notifications >= Sample)
        {
            State = ((double)Slow / Notifications) switch
            {
                >= DropShare => EndpointState.Drop,
                >= SlowShare => EndpointState.Slow,
                _ => EndpointState.Good,
            };
        }
    }

    private void Flush(DateTimeOffset now)
    {
        // A clock that was put back stands before the window, which would be open for all that time.
        if (now < WindowStart || now - WindowStart >= Window)
        {
            (WindowStart, Notifications, Slow, State) = (now, 0, 0, EndpointState.Good);
        }
    }
}

/// <summary>What becomes of notifications for an endpoint.</summary>
public enum EndpointState
{
    /// <summary>They are sent as they come.</summary>
    Good,

    /// <summary>They are sent ten minutes later.</summary>
    Slow,

    /// <summary>They are not sent.</summary>
    Drop,
}
