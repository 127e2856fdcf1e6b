namespace Tern.Microsoft365Simulator.Control;

/// <summary>A command that cannot be carried out; answered as plain JSON with the reason.</summary>
internal sealed class ControlRefusalException(int status, string reason) : Exception(reason)
{
    internal int Status { get; } = status;

    /// <summary>As the method says that was called with it, without the name that it has there.</summary>
    internal static ControlRefusalException Of(ArgumentException problem, int status = 400) =>
        new(status, problem.ParamName is { } name ? problem.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : problem.Message);

    internal static ControlRefusalException NotFound(string what) => new(404, $"There is no {what}.");
}
