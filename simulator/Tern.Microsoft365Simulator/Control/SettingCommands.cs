using System.Text.Json;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/settings and /_sim/network</summary>
internal static class SettingCommands
{
    internal static SimulatedResponse Answer(ControlCall call)
    {
        var world = call.Simulator.World;
        switch (call.Request.Method)
        {
            case "GET":
                break;
            case "PATCH":
                var changed = (JsonObject)JsonSerializer.SerializeToNode(world.Settings, JsonText.Options)!;
                foreach (var (name, value) in call.Body<JsonObject>())
                {
                    changed[name] = changed.ContainsKey(name) ? value?.DeepClone() : throw ControlRefusalException.NotFound($"setting {name}");
                }

                world.State.Settings = Read(changed);
                break;
            default:
                throw ControlRouter.NoCommand(call.Request);
        }

        return ControlCall.Show(world.Settings);
    }

    internal static SimulatedResponse Network(ControlCall call)
    {
        var settings = call.Simulator.Settings;
        switch (call.Request.Method)
        {
            case "GET":
                break;
            case "PUT":
                settings.NetworkDown = call.Body<NetworkBody>().Down;
                break;
            default:
                throw ControlRouter.NoCommand(call.Request);
        }

        return ControlCall.Show(new NetworkBody(settings.NetworkDown));
    }

    private static Settings Read(JsonObject changed)
    {
        try
        {
            var read = changed.Deserialize<Settings>(ControlCall.Strict)!;
            return SettingsCheck.Problem(read) is { } problem ? throw new ControlRefusalException(400, problem) : read;
        }
        catch (JsonException problem)
        {
            throw BodyProblem.Of(problem);
        }
    }

    private sealed record NetworkBody(HttpRequestError? Down = null);
}
