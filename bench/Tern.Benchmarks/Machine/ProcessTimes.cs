using System.Globalization;

namespace Tern.Benchmarks.Machine;

/// <summary>What a process has used so far, from /proc: every thread, user and kernel time.</summary>
internal static class ProcessTimes
{
    // USER_HZ is 100 on every Linux that .NET runs on (proc_pid_stat(5)).
    private const double TicksPerSecond = 100;

    internal static TimeSpan Cpu(int id) => Of(Stat(id));

    /// <summary>The largest resident memory so far, in bytes.</summary>
    internal static long PeakMemory(int id) => Status(id, "VmHWM:");

    /// <summary>The resident memory now, in bytes.</summary>
    internal static long Memory(int id) => Status(id, "VmRSS:");

    private static long Status(int id, string name)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>A process with its children, those that have ended included.</summary>
    internal static TimeSpan CpuOfFamily(int id)
    {
        var head = Stat(id);
        var total = Of(head) + Seconds(head, 13);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var child))
            {
                continue;
            }

            try
            {
                var stat = Stat(child);
                total += stat[1] == id.ToString(CultureInfo.InvariantCulture) ? Of(stat) : TimeSpan.Zero;
            }
            catch (IOException)
            {
                // It ended while we looked; its time is with its parent now.
            }
        }

        return total;
    }

    internal static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The fields after the name, from the state on: the name may contain anything.</summary>
    private static string[] Stat(int id)
    {
        var text = File.ReadAllText($"/proc/{id}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }

    private static TimeSpan Of(string[] stat) => Seconds(stat, 11);

    private static TimeSpan Seconds(string[] stat, int first) => TimeSpan.FromSeconds(
        (long.Parse(stat[first], CultureInfo.InvariantCulture) + long.Parse(stat[first + 1], CultureInfo.InvariantCulture)) / TicksPerSecond);
}
