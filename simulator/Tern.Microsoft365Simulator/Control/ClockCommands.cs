namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/clock</summary>
internal static class ClockCommands
{
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
            case "driven":
                clock.Drive(body.Now ?? clock.GetUtcNow());
                break;
            case "real" when body.Now is null:
                clock.Run();
                break;
            default:
                throw new ControlRefusalException(400, "The mode is driven (with an optional now) or real.");
        }
    }

    private sealed record ClockBody(string Mode, DateTimeOffset? Now);

    private sealed record AdvanceBody(TimeSpan By);
}
