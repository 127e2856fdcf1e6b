namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/clock</summary>
internal static class ClockCommands
{
    // Lives and windows are counted from now on; the calendar has to be longer than the longest of them.
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var clock = call.Simulator.Clock;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                break;
            case ("PUT", []):
                Set(call, call.Body<ClockBody>());
                break;
            case ("POST", ["advance"]):
                var by = call.Body<AdvanceBody>().By;
                if (by < TimeSpan.Zero)
                {
                    throw new ControlRefusalException(400, "Time does not go back.");
                }

                if (by > Latest - clock.GetUtcNow())
                {
                    throw new ControlRefusalException(400, $"The clock goes to {Latest:yyyy}.");
                }

                clock.Advance(by);
                State.PendingEffects.RunDue(call.Simulator.World);
                break;
            default:
                throw ControlRouter.NoCommand(call.Request);
        }

        return ControlCall.Show(new { mode = clock.IsDriven ? "driven" : "real", now = clock.GetUtcNow() });
    }

    private static void Set(ControlCall call, ClockBody body)
    {
        var clock = call.Simulator.Clock;
        switch (body.Mode)
        {
            case "driven" when body.Now > Latest:
                throw new ControlRefusalException(400, $"The clock goes to {Latest:yyyy}.");
            case "driven":
                clock.Drive(body.Now ?? clock.GetUtcNow());
                break;
            case "real" when body.Now is null:
                clock.Run();
                break;
            default:
                throw new ControlRefusalException(400, "\"mode\" is driven, with \"now\" if you like, or real, without: a clock that runs goes on from where it stands.");
        }
    }

    private sealed record ClockBody(string Mode, DateTimeOffset? Now = null);

    private sealed record AdvanceBody(TimeSpan By);
}
