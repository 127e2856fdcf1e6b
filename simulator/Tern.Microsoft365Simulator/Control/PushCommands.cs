using System.Globalization;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/push and /_sim/subscriptions</summary>
internal static class PushCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var push = call.Simulator.Push;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.Show(new { waiting = push.Waiting, posts = push.Posts, endpoints = push.Endpoints });
            case ("GET", ["sent"]):
                var last = int.TryParse(call.Query["last"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue;
                return ControlCall.List(push.Sent.TakeLast(last));
            case ("POST", ["endpoint"]):
                return Endpoint(call);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    internal static SimulatedResponse Subscriptions(ControlCall call, string[] rest)
    {
        var push = call.Simulator.Push;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(push.Subscriptions);
            case ("DELETE", [var id]):
                push.Remove(Find(call, id));
                return ControlCall.Done();
            case ("POST", [var id, "lifecycle"]):
                return Tell(call, Find(call, id));
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    /// <summary>An endpoint for who has none yet: it proves itself and takes everything, unless its address says otherwise.</summary>
    private static SimulatedResponse Endpoint(ControlCall call)
    {
        var token = call.Query["validationToken"];
        var status = Number(call, token is null ? "status" : "handshake") ?? (token is null ? 202 : 200);
        var delay = Delay(call);
        var answer = token is null ? SimulatedResponse.Empty(status) : SimulatedResponse.Of(status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(token));
        return answer with { Delay = delay };
    }

    private static SimulatedResponse Tell(ControlCall call, Subscription subscription)
    {
        try
        {
            call.Simulator.Push.SendLifecycleEvent(subscription, call.Body<LifecycleBody>().Event);
            return ControlCall.Done();
        }
        catch (ArgumentException unknown)
        {
            throw ControlRefusalException.Of(unknown);
        }
    }

    // An address that cannot be read would make an endpoint that is quick and well, and nobody would know why.
    private static int? Number(ControlCall call, string name) => call.Query[name] switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 200 and <= 599 => number,
        var text => throw new ControlRefusalException(400, $"{name} is a status from 200 to 599, not {text}."),
    };

    private static TimeSpan Delay(ControlCall call) => call.Query["delay"] switch
    {
        null => TimeSpan.Zero,
        var text when text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var delay) && delay >= TimeSpan.Zero => delay,
        var text => throw new ControlRefusalException(400, $"delay is written hh:mm:ss, not {text}."),
    };

    private static Subscription Find(ControlCall call, string id) =>
        call.Simulator.Push.Subscriptions.FirstOrDefault(s => s.Id == id) ?? throw ControlRefusalException.NotFound($"subscription {id}");

    private sealed record LifecycleBody(string Event);
}
