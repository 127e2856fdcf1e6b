namespace Tern.Microsoft365Simulator.Throttling;

/// <summary>How much came within a window that moves along, counted in slices, so that a request costs next to nothing.</summary>
internal sealed class RollingCounter(TimeSpan window)
{
    private const int Slices = 20;
    private readonly long[] _amounts = new long[Slices];
    private readonly long[] _numbers = new long[Slices];
    private readonly long _ticks = window.Ticks / Slices;

    /// <summary>Adds an amount unless the limit would be passed.</summary>
    /// <returns>Null when it fitted; otherwise how long to wait until enough has left the window.</returns>
    internal TimeSpan? Add(DateTimeOffset now, long amount, long limit)
    {
        var number = now.UtcTicks / _ticks;
        var total = amount;
        for (var i = 0; i < Slices; i++)
        {
            // A slice later than now was counted before the clock was put back.
            total += _numbers[i] > number - Slices && _numbers[i] <= number ? _amounts[i] : 0;
        }

        if (total > limit)
        {
            return Wait(now, number, total - limit);
        }

        var at = (int)(number % Slices);
        if (_numbers[at] != number)
        {
            (_numbers[at], _amounts[at]) = (number, 0);
        }

        _amounts[at] += amount;
        return null;
    }

    private TimeSpan Wait(DateTimeOffset now, long number, long excess)
    {
        for (var old = number - Slices + 1; old <= number; old++)
        {
            var at = (int)(old % Slices);
            excess -= _numbers[at] == old ? _amounts[at] : 0;
            if (excess <= 0)
            {
                return TimeSpan.FromTicks(((old + Slices) * _ticks) - now.UtcTicks);
            }
        }

        return window;
    }
}
