using System.Runtime.InteropServices;

namespace Tern.Benchmarks.Machine;

/// <summary>What the figures were taken on.</summary>
internal static class MachineFacts
{
    internal static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return $"{model}, {Environment.ProcessorCount} cores, {memory:F0} GiB; {RuntimeInformation.OSDescription.Split(' ')[0]}, {RuntimeInformation.FrameworkDescription}; load before the start {ProcessTimes.Load():F2}";
    }
}
