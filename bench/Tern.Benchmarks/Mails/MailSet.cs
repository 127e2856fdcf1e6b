using System.Globalization;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Mails;

/// <summary>The mails that every product was measured with: 60 % plain, 25 % HTML, 10 % with a file of 100 kB, 5 % replies to earlier ones.</summary>
internal static class MailSet
{
    internal static string? FindGenerator(FileInfo? named)
    {
        if (named is not null)
        {
            return named.Exists ? named.FullName : null;
        }

        for (var folder = new DirectoryInfo(Checkout.Root); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "tools", "mailgen.py");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>One seed gives one set; another seed gives other mails of the same kinds.</summary>
    internal static async Task<IReadOnlyList<byte[]>> MakeAsync(BenchPlan plan, WorkFolder work, int seed, CancellationToken cancellationToken)
    {
        var folder = work.Combine($"mails-{seed}");
        string[] arguments = [plan.Generator, "files", folder, plan.Mails.ToString(CultureInfo.InvariantCulture)];
        await RunningProgram.RunAsync("python3", seed == 0 ? arguments : [.. arguments, "--seed", seed.ToString(CultureInfo.InvariantCulture)], cancellationToken: cancellationToken);
        return [.. Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
