namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/device-codes</summary>
internal static class DeviceCodeCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var codes = call.Simulator.DeviceCodes;
        try
        {
            switch (call.Request.Method, rest)
            {
                case ("GET", []):
                    return ControlCall.List(codes.All);
                case ("POST", [var userCode, "approve"]):
                    codes.Approve(userCode, call.User(call.Body<ApproveBody>().User));
                    return ControlCall.Done();
                case ("POST", [var userCode, "decline"]):
                    codes.Decline(userCode);
                    return ControlCall.Done();
                default:
                    throw ControlRouter.NoCommand(call.Request);
            }
        }
        catch (ArgumentException problem)
        {
            throw ControlRefusalException.Of(problem);
        }
    }

    private sealed record ApproveBody(string User);
}
