namespace Tern.Benchmarks.Machine;

/// <summary>CPU of this very process while something runs: every thread, garbage collection included.</summary>
internal static class OwnCost
{
    /// <summary>Runs the work once to warm up, and then several times; the cheapest run counts, because others on the machine can only add.</summary>
    internal static async Task<double> MillisecondsAsync(Func<Task> work, int runs = 3)
    {
        await work();
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            await work();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        return best;
    }
}
