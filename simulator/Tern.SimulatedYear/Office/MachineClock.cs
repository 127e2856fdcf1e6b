namespace Tern.SimulatedYear.Office;

/// <summary>
/// The clock of the machine that the engine runs on: what it shows may be wrong, while spans pass as they do everywhere, because timers of a machine
/// do not care what its clock is set to.
/// </summary>
/// <param name="truth">The driven clock.</param>
internal sealed class MachineClock(TimeProvider truth) : TimeProvider
{
    /// <summary>How much the clock is ahead; negative: behind.</summary>
    internal TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => truth.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => truth.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + Ahead;

    public override long GetTimestamp() => truth.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => truth.CreateTimer(callback, state, dueTime, period);
}
