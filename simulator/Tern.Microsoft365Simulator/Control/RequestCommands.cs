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
                var last = call.Query["last"] is not { } text ? int.MaxValue
                    : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
                    : throw new ControlRefusalException(400, $"?last={text}: say how many of the newest, such as ?last=5.");
                return ControlCall.Show(new { total = log.Total, expiredTokens = log.ExpiredTokens, value = log.Entries.TakeLast(last) });
            case "DELETE":
                log.Clear();
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }
}
