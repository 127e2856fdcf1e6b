namespace Tern.Microsoft365Simulator.State;

/// <summary>
/// The clock everything simulated goes by: it follows the given one (with an offset, so that months can be skipped),
/// or stands still until it is told to move.
/// </summary>
public sealed class SimulatorClock(TimeProvider time) : TimeProvider
{
    private TimeSpan _offset;
    private DateTimeOffset _instant;

    /// <summary>True when time only passes by command.</summary>
    public bool IsDriven { get; private set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => IsDriven ? _instant : time.GetUtcNow() + _offset;

    /// <summary>Stops the clock at an instant; from here on it moves by <see cref="Advance"/> only.</summary>
    public void Drive(DateTimeOffset now)
    {
        IsDriven = true;
        _instant = now.ToUniversalTime();
    }

    /// <summary>Lets the clock run again from where it stands.</summary>
    public void Run()
    {
        _offset = GetUtcNow() - time.GetUtcNow();
        IsDriven = false;
    }

    /// <summary>Moves the clock forward, running or driven.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        _instant += by;
        _offset += by;
    }

    internal ClockState Save() => new() { IsDriven = IsDriven, Offset = _offset, Instant = _instant };

    internal void Load(ClockState saved)
    {
        IsDriven = saved.IsDriven;
        _offset = saved.Offset;
        _instant = saved.Instant;
    }
}

/// <summary>The clock's position as it is written to the state file.</summary>
internal sealed class ClockState
{
    public bool IsDriven { get; set; }

    public TimeSpan Offset { get; set; }

    public DateTimeOffset Instant { get; set; }
}
