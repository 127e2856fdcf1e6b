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

    private static SimulatedResponse Tell(ControlCall call, Subscription subscription)
    {
        try
        {
            call.Simulator.Push.SendLifecycleEvent(subscription, call.Body<LifecycleBody>().Event);
            return ControlCall.Done();
        }
        catch (ArgumentException unknown)
        {
            throw new ControlRefusalException(400, unknown.Message);
        }
    }

    private static Subscription Find(ControlCall call, string id) =>
        call.Simulator.Push.Subscriptions.FirstOrDefault(s => s.Id == id) ?? throw ControlRefusalException.NotFound($"subscription {id}");

    private sealed record LifecycleBody(string Event);
}
