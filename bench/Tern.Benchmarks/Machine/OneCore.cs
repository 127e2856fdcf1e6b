using System.Globalization;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Machine;

/// <summary>A process kept to one core, and this one kept off it, so that "on one core" is measured and not reckoned.</summary>
internal static class OneCore
{
    /// <returns>False on a machine with a single core, where nothing can be set apart.</returns>
    internal static async Task<bool> ConfineAsync(int process, CancellationToken cancellationToken)
    {
        if (Environment.ProcessorCount < 2)
        {
            return false;
        }

        // Of every thread there is (-a), which Process.ProcessorAffinity does not do on Linux; new ones follow the thread that starts them.
        await SetAsync("0", process, cancellationToken);
        await SetAsync($"1-{Environment.ProcessorCount - 1}", Environment.ProcessId, cancellationToken);
        return true;
    }

    private static Task<string> SetAsync(string cores, int process, CancellationToken cancellationToken) =>
        RunningProgram.RunAsync("taskset", ["-a", "-c", "-p", cores, process.ToString(CultureInfo.InvariantCulture)], cancellationToken: cancellationToken);
}
