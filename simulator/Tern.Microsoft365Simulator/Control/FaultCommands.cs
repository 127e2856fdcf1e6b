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
                return ControlCall.Show(faults.Add(call.Body<Fault>()), 201);
            case ("DELETE", []):
                faults.Clear();
                return ControlCall.Done();
            case ("DELETE", [var id]):
                return faults.Remove(id) ? ControlCall.Done() : throw ControlRefusalException.NotFound($"fault {id}");
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }
}
