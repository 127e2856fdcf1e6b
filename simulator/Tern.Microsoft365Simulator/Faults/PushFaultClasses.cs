namespace Tern.Microsoft365Simulator.Faults;

/// <summary>P1 to P12: what goes wrong with notifications. Those without a request of their own strike in <see cref="PushFaults"/>.</summary>
internal static class PushFaultClasses
{
    internal static readonly FaultClass[] All =
    [
        new("P1", "A POST is lost on its way, and nobody is told"),
        new("P2", "A POST is sent twice"),
        new("P3", "A POST is overtaken by those of the next minute (delay), and its items come in reverse") { Delay = TimeSpan.FromMinutes(1) },
        new("P4", "A POST comes three days late (delay)") { Delay = TimeSpan.FromDays(3) },
        new("P5", "A notification carries a clientState that is not the subscription's"),
        new("P6", "The endpoint is restarting during the handshake: 400 ValidationError, timed out") { Method = "POST", Paths = ["/v1.0/subscriptions"], Serve = NoHandshake },
        new("P7", "The subscription is removed: subscriptionRemoved"),
        new("P8", "A notification is lost, and missed tells of it"),
        new("P9", "reauthorizationRequired"),
        new("P10", "The subscription looks alive and nothing comes any more") { Times = null },
        new("P11", "The subscription is gone when it is to be renewed: 404 ResourceNotFound") { Method = "PATCH", Paths = ["/v1.0/subscriptions/*"], Serve = Gone },
        new("P12", "The mailbox has 1,000 subscriptions: 403 ExtensionError") { Method = "POST", Paths = ["/v1.0/subscriptions"], Serve = (hit, _) => hit.Graph(403, "ExtensionError", "Operation: Create; Exception: [Status Code: Forbidden; Reason: Maximum number of subscriptions has been reached]") },
    ];

    // The answer that stands without the calls is the one for an endpoint that said nothing.
    private static SimulatedResponse NoHandshake(FaultHit hit, Func<SimulatedResponse> truth) => truth() with { Handshake = null };

    private static SimulatedResponse Gone(FaultHit hit, Func<SimulatedResponse> truth)
    {
        hit.World.State.Subscriptions.RemoveAll(s => s.Id == hit.Segments[^1]);
        return truth();
    }
}
