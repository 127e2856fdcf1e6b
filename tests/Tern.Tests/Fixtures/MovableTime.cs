namespace Tern.Tests.Fixtures;

/// <summary>The real clock, which a test can push ahead: what would have been due by then is due at once. The whole desk and the simulated tenant live by it.</summary>
internal sealed class MovableTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Timer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return System.GetUtcNow() + _ahead;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Advance(TimeSpan by)
    {
        Timer[] timers;
        lock (_gate)
        {
            _ahead += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Reschedule();
        }
    }

    /// <summary>Whether something waits for that moment, or for one shortly after it.</summary>
    internal bool IsAwaited(DateTimeOffset moment)
    {
        lock (_gate)
        {
            return _timers.Any(t => t.Due >= moment && t.Due <= moment + TimeSpan.FromSeconds(30));
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly MovableTime _time;
        private readonly ITimer _inner;
        private DateTimeOffset? _due;
        private TimeSpan _period;

        internal Timer(MovableTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _inner = System.CreateTimer(
                _ =>
                {
                    Fired();
                    callback(state);
                },
                state: null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        internal DateTimeOffset? Due => _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._gate)
            {
                _period = period;
                _due = dueTime < TimeSpan.Zero ? null : System.GetUtcNow() + _time._ahead + dueTime;
                _ = _due is null ? _time._timers.Remove(this) : _time._timers.Add(this);

                // Within the gate: set after a step of the clock, it would undo what the step made due.
                return _inner.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }

        internal void Reschedule()
        {
            lock (_time._gate)
            {
                if (_due is { } due)
                {
                    var left = due - (System.GetUtcNow() + _time._ahead);
                    _inner.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left, Timeout.InfiniteTimeSpan);
                }
            }
        }

        public void Dispose()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fired()
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
                return;
            }

            lock (_time._gate)
            {
                _due = null;
                _time._timers.Remove(this);
            }
        }
    }
}
