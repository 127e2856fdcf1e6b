using System.Globalization;
using System.Text;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Understanding;

/// <summary>What a mail of 20 MB takes while it is understood, each in a process of its own, which starts its peak anew before it has the mail.</summary>
internal static class HugeMailRun
{
    internal static async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var program = RunningProgram.At("Tern.Mail.Endurance", "Tern.Mail.Endurance");
        var text = new StringBuilder("| 20 MB, nearly all of it | peak above the process's own, MB | of its size |\n|---|--:|--:|\n");
        foreach (var kind in (await RunningProgram.RunAsync(program, ["kinds"], cancellationToken: cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var said = (await RunningProgram.RunAsync(program, ["peak", kind], cancellationToken: cancellationToken)).Split(' ');
            var (size, peak) = (double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
            text.Append($"| {kind} | {peak / 1e6:F1} | {peak / size:F2} × |\n");
        }

        return text.ToString();
    }
}
