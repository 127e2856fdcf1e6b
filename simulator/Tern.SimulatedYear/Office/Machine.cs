namespace Tern.SimulatedYear.Office;

/// <summary>A machine that the engine runs on. Outlives its boots.</summary>
/// <param name="name">Its name, which is the node's.</param>
/// <param name="truth">The driven clock.</param>
internal sealed class Machine(string name, TimeProvider truth)
{
    internal string Name => name;

    /// <summary>How much its clock is ahead; negative: behind.</summary>
    internal TimeSpan ClockAhead { get; set; }

    /// <summary>What it takes for the time.</summary>
    internal DateTimeOffset Now => truth.GetUtcNow() + ClockAhead;

    /// <summary>The request at which its power is going to fail, and whether Microsoft still gets it; null: at none.</summary>
    internal (Func<HttpRequestMessage, bool> At, bool IsHeard)? PowerFails { get; set; }
}
