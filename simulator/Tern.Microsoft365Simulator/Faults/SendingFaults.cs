using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>S1 to S10: what goes wrong while mail is sent.</summary>
internal static class SendingFaults
{
    private static readonly string[] SendPaths = ["/v1.0/*/send", "/v1.0/*/sendMail"];

    internal static readonly FaultClass[] All =
    [
        Send("S1", "Accepted, and the connection is lost before the 202", (_, truth) => truth() with { Cut = Cut.AfterEffect }),
        Send("S2", "504, but the mail was accepted", (hit, truth) =>
        {
            _ = truth();
            return hit.Plain(504, "<html><body>Gateway time-out</body></html>");
        }),
        Send("S3", "504, and nothing was accepted", (hit, _) => hit.Plain(504, "<html><body>Gateway time-out</body></html>")),
        Send("S4", "The item can be found nowhere for a minute (delay)", Invisible, delay: TimeSpan.FromMinutes(1)),
        Send("S5", "403 ErrorSendAsDenied", (hit, _) => hit.Graph(403, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.")),
        Send("S6", "413 ErrorMessageSizeExceeded", (hit, _) => hit.Graph(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")),
        Send("S7", "Accepted, and returned: the daily quota is used up", (hit, truth) => Forced(hit, truth, new ForcedSubmission(Refusal: SendingLimits.DailyLimit))),
        Send("S8", "Accepted, and returned by the recipient's server: 550 5.1.1", (hit, truth) => Forced(hit, truth, new ForcedSubmission(Bounce: "550 5.1.1 User unknown"))),
        Send("S9", "Accepted, and held up for a minute (delay), as over 30 a minute", (hit, truth) => Forced(hit, truth, new ForcedSubmission(Wait: hit.Fault.Delay)) with { Delay = TimeSpan.Zero }, delay: TimeSpan.FromMinutes(1)),
        new("S10", "Somebody deletes the draft just before it is sent") { Method = "POST", Paths = ["/v1.0/*/send"], Serve = Deleted },
    ];

    private static FaultClass Send(string id, string says, Func<FaultHit, Func<SimulatedResponse>, SimulatedResponse> serve, TimeSpan delay = default) =>
        new(id, says) { Method = "POST", Paths = SendPaths, Delay = delay, Serve = serve };

    private static SimulatedResponse Forced(FaultHit hit, Func<SimulatedResponse> truth, ForcedSubmission forced)
    {
        hit.World.Forced = forced;
        try
        {
            return truth();
        }
        finally
        {
            hit.World.Forced = null;
        }
    }

    private static SimulatedResponse Invisible(FaultHit hit, Func<SimulatedResponse> truth)
    {
        var settings = hit.World.Settings;
        var (after, hidden, leave) = (settings.SentItemsAfter, settings.HiddenInTransit, settings.LeaveDraftsAfter);
        (settings.SentItemsAfter, settings.HiddenInTransit, settings.LeaveDraftsAfter) = (hit.Fault.Delay, true, TimeSpan.Zero);
        try
        {
            return truth();
        }
        finally
        {
            (settings.SentItemsAfter, settings.HiddenInTransit, settings.LeaveDraftsAfter) = (after, hidden, leave);
        }
    }

    private static SimulatedResponse Deleted(FaultHit hit, Func<SimulatedResponse> truth)
    {
        if (hit.Mailbox is { } mailbox
            && new ItemIds(hit.World.Key("item-ids")).Read(mailbox, hit.Segments[^2], out _) is { } id
            && mailbox.Messages.TryGetValue(id.Number, out var draft))
        {
            mailbox.Purge(draft, hit.World.Now);
        }

        return truth();
    }
}
