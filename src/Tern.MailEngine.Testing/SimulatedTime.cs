namespace Tern.MailEngine.Testing;

/// <summary>
/// A clock that moves only when it is told to, and then fires every timer in the order of its due time, on the calling thread. Whatever awaits such a
/// timer goes on at once, in place, so that the same program meets the same events in the same order in every run.
/// </summary>
/// <param name="start">The first moment.</param>
public sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _timers = new();
    private long _now = start.UtcTicks;
    private long _order;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc />
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs something so that whatever it awaits goes on in place, not in the caller's synchronisation context (test runners have one).</summary>
    /// <param name="run">What to run.</param>
    public static void InPlace(Action run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Moves on to a moment, firing every timer on the way.</summary>
    /// <param name="moment">Where to; the past moves nothing.</param>
    public void RunUntil(DateTimeOffset moment)
    {
        while (TryTakeDue(moment.UtcTicks) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = Math.Max(_now, moment.UtcTicks);
        }
    }

    /// <summary>Moves on by a span.</summary>
    /// <param name="span">How far.</param>
    public void Advance(TimeSpan span) => RunUntil(GetUtcNow() + span);

    /// <summary>Moves on from timer to timer until a task is done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="atMost">The furthest to go.</param>
    /// <exception cref="TimeoutException">The task is not done by then.</exception>
    public async Task RunUntilDoneAsync(Task task, TimeSpan atMost)
    {
        ArgumentNullException.ThrowIfNull(task);
        var end = GetUtcNow() + atMost;
        while (!task.IsCompleted)
        {
            var timer = TryTakeDue(end.UtcTicks) ?? throw new TimeoutException($"Not done after {atMost} of simulated time.");
            timer.Fire();
        }

        await task;
    }

    private SimulatedTimer? TryTakeDue(long until)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var timer, out var key) && key.Due <= until)
            {
                _timers.Dequeue();
                if (timer.IsSetFor(key))
                {
                    _now = Math.Max(_now, key.Due);
                    return timer;
                }
            }

            return null;
        }
    }

    private (long Due, long Order) Enqueue(SimulatedTimer timer, TimeSpan dueIn)
    {
        lock (_gate)
        {
            var key = (_now + Math.Max(0, dueIn.Ticks), _order++);
            _timers.Enqueue(timer, key);
            return key;
        }
    }

    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private (long, long)? _key;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public bool IsSetFor((long, long) key) => _key == key;

        public void Fire()
        {
            _key = _period > TimeSpan.Zero ? time.Enqueue(this, _period) : null;
            InPlace(() => callback(state));
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _key = dueTime == Timeout.InfiniteTimeSpan ? null : time.Enqueue(this, dueTime);
            return true;
        }

        public void Dispose() => _key = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
