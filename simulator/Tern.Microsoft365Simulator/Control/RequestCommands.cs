using System.Globalization;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/requests: the log. ?last=n shows the newest n.</summary>
internal static class RequestCommands
{
    internal static SimulatedResponse Answer(ControlCall call)
    {
        var log = call.Simulator.RequestLog;
        switch (call.Request.Method)
        {
            case "GET":
                var last = int.TryParse(call.Query["last"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue;
                return ControlCall.Show(new { total = log.Total, expiredTokens = log.ExpiredTokens, value = log.Entries.TakeLast(last) });
            case "DELETE":
                log.Clear();
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }
}
