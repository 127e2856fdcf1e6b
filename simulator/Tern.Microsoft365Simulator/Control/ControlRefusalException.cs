namespace Tern.Microsoft365Simulator.Control;

/// <summary>A command that cannot be carried out; answered as plain JSON with the reason.</summary>
internal sealed class ControlRefusalException(int status, string reason) : Exception(reason)
{
    internal int Status { get; } = status;

    internal static ControlRefusalException NotFound(string what) => new(404, $"There is no {what}.");
}
