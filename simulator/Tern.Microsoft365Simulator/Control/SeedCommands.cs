namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/seed: PUT empties everything and starts again with another seed.</summary>
internal static class SeedCommands
{
    internal static SimulatedResponse Answer(ControlCall call)
    {
        var world = call.Simulator.World;
        switch (call.Request.Method)
        {
            case "GET":
                break;
            case "PUT":
                world.Reset(call.Body<SeedBody>().Seed);
                break;
            default:
                throw ControlRouter.NoCommand(call.Request);
        }

        return ControlCall.Show(new { seed = world.State.Seed, position = world.Random.Position });
    }

    private sealed record SeedBody(int Seed);
}
