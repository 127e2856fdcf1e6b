using System.Globalization;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>What the buttons of the overview do.</summary>
internal static class OverviewActions
{
    internal static SimulatedResponse Clock(World world, SimulatedRequest request)
    {
        var form = FormFields.OfBody(request);
        if (TimeSpan.TryParse(form["by"], CultureInfo.InvariantCulture, out var by) && by > TimeSpan.Zero)
        {
            world.Clock.Advance(by);
            PendingEffects.RunDue(world);
        }
        else if (form["mode"] == "driven")
        {
            world.Clock.Drive(world.Now);
        }
        else if (form["mode"] == "real")
        {
            world.Clock.Run();
        }

        return Back("/");
    }

    internal static SimulatedResponse RemoveFault(World world, SimulatedRequest request)
    {
        var id = FormFields.OfBody(request)["id"];
        world.State.Faults.RemoveAll(f => f.Id == id);
        return Back("/#faults");
    }

    private static SimulatedResponse Back(string path) => SimulatedResponse.Empty(303).With("Location", path);
}
