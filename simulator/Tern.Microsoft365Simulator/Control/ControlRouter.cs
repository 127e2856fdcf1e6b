namespace Tern.Microsoft365Simulator.Control;

/// <summary>The addresses under /_sim, one to one with the typed control.</summary>
internal static class ControlRouter
{
    internal static SimulatedResponse Answer(Simulator simulator, SimulatedRequest request, string[] segments) =>
        SimulatedResponse.Empty(404);
}
