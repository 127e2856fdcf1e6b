using Tern.Reliability.Running;

namespace Tern.Reliability.Soak;

/// <summary>The desk's resident memory over time.</summary>
internal sealed class MemoryWatch(Desk desk)
{
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);
    private readonly List<(int Process, TimeSpan At, long Bytes)> _samples = [];

    internal async Task RunAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetUtcNow() < until)
        {
            try
            {
                _samples.Add((desk.Program.Id, TimeProvider.System.GetElapsedTime(began), desk.Program.Memory));
            }
            catch (Exception dead) when (dead is IOException or InvalidOperationException)
            {
                // It was just killed.
            }

            await Task.Delay(Gap, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The memory of the process that lived to the end: at its start, after a quarter of its time, in the middle, at the end, and what it gained an hour from the quarter on.</summary>
    internal MemoryFigures Figures()
    {
        var last = _samples.Where(s => s.Process == _samples[^1].Process).ToList();
        var settled = last.Skip(last.Count / 4).ToList();
        var (meanAt, meanBytes) = (settled.Average(s => s.At.TotalHours), settled.Average(s => (double)s.Bytes));
        var spread = settled.Sum(s => Math.Pow(s.At.TotalHours - meanAt, 2));
        var slope = spread == 0 ? 0 : settled.Sum(s => (s.At.TotalHours - meanAt) * (s.Bytes - meanBytes)) / spread;
        return new MemoryFigures(last[0].Bytes, settled[0].Bytes, last[last.Count / 2].Bytes, last[^1].Bytes, _samples.Max(s => s.Bytes), slope, last[^1].At - last[0].At);
    }
}

/// <summary>Resident memory in bytes; the slope in bytes an hour, by least squares.</summary>
internal sealed record MemoryFigures(long Start, long Settled, long Middle, long End, long Peak, double Slope, TimeSpan Lifetime)
{
    /// <summary>No more at the end than an eighth above the settled state; what comes and goes with the collector is less than that.</summary>
    internal bool IsFlat => End <= (Settled * 9 / 8) + (32 * 1024 * 1024);
}
