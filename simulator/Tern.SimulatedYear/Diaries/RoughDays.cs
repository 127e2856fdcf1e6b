using Tern.MailEngine.Errors;
using Tern.Microsoft365Simulator;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.SimulatedYear.Diaries;

/// <summary>Days on which Graph does a little of everything it is known to do: nothing may be lost or doubled over it.</summary>
internal static class RoughDays
{
    internal static void Write(Diary diary, params ReadOnlySpan<int> days)
    {
        var span = TimeSpan.FromHours(30);
        foreach (var day in days)
        {
            diary.On(day, "Graph has a rough day: throttling, lost answers, torn bodies, sync states that are gone.", office => office.AtGraph(Faults(), span))
                .For(span)
                .MayDelayMail()
                .MayStop(Who.Both, FaultCodes.Throttled, "ApplicationThrottled", FaultClass.Throttled)
                .MayStop(Who.Both, FaultCodes.ProviderDown, "ErrorInternalServerError", FaultClass.Transient)
                .MayStop(Who.Both, FaultCodes.CursorExpired, "SyncStateNotFound", FaultClass.Transient)
                .MayStop(Who.Both, FaultCodes.ConnectionBroken, null, FaultClass.Transient)
                .MayStop(Who.Both, FaultCodes.Timeout, null, FaultClass.Transient)
                .MayStop(Who.Both, FaultCodes.AnswerUnreadable, null, FaultClass.Transient);
        }
    }

    private static IEnumerable<Fault> Faults() =>
    [
        new() { Status = 429, GraphCode = "ApplicationThrottled", Headers = { ["Retry-After"] = "90" }, Probability = 0.01 },
        new() { Path = "/v1.0/*/delta", Status = 410, GraphCode = "SyncStateNotFound", Probability = 0.02 },
        new() { Path = "/v1.0/*/delta", Status = 200, Body = "<html>sign in to the proxy</html>", ContentType = "text/html", Probability = 0.05 },
        new() { Path = "/v1.0/*/delta", Status = 500, GraphCode = "ErrorInternalServerError", Probability = 0.1 },
        new() { Path = "/v1.0/*/$value", Status = 500, GraphCode = "ErrorInternalServerError", Probability = 0.1 },
        new() { Path = "/v1.0/*/$value", Cut = Cut.MidBody, Probability = 0.1 },
        new() { Path = "/v1.0/*/delta", Delay = TimeSpan.FromMinutes(3), Probability = 0.02 },
        new() { Method = "POST", Path = "/v1.0/users/*/messages", Cut = Cut.AfterEffect, Probability = 0.3 },
        new() { Method = "POST", Path = "/v1.0/*/send", Cut = Cut.AfterEffect, Probability = 0.3 },
        new() { Method = "POST", Path = "/v1.0/*/send", Cut = Cut.BeforeEffect, Probability = 0.2 },
        new() { Method = "POST", Path = "/v1.0/*/send", Status = 504, RunsEffect = true, Probability = 0.2 },
    ];
}
