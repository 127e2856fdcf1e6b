namespace Tern.SimulatedYear.Office;

/// <summary>
/// The clock of a machine, for one boot: what it shows may be wrong, while spans pass as they do everywhere, because timers of a machine do not care what
/// its clock is set to. Without power nothing goes on.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="truth">The driven clock.</param>
/// <param name="power">The power of this boot.</param>
internal sealed class MachineClock(Machine machine, TimeProvider truth, Power power) : TimeProvider
{
    public override long TimestampFrequency => truth.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => truth.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => machine.Now;

    public override long GetTimestamp() => truth.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => truth.CreateTimer(
        given =>
        {
            if (power.IsOn)
            {
                callback(given);
            }
        },
        state,
        dueTime,
        period);
}

/// <summary>Whether a machine has power since it was started.</summary>
internal sealed class Power
{
    internal bool IsOn { get; set; } = true;
}
