using Tern.Microsoft365Simulator.Faults;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/faults</summary>
internal static class FaultCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var faults = call.Simulator.Faults;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(faults.All);
            case ("POST", []):
                return Add(call);
            case ("GET", ["classes"]):
                return ControlCall.List(FaultClasses.All.Select(c => new { c.Id, c.Says, c.Times }));
            case ("DELETE", []):
                faults.Clear();
                return ControlCall.Done();
            case ("DELETE", [var id]):
                return faults.Remove(id) ? ControlCall.Done() : throw ControlRefusalException.NotFound($"fault {id}");
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Add(ControlCall call)
    {
        try
        {
            return ControlCall.Show(call.Simulator.Faults.Add(call.Body<Fault>()), 201);
        }
        catch (ArgumentException unknown)
        {
            throw ControlRefusalException.Of(unknown);
        }
    }
}
