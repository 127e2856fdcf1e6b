using System.CommandLine;
using Tern.Reliability.Cuts;
using Tern.Reliability.Running;

namespace Tern.Reliability;

/// <summary>The command line. Ends with 0 where every promise was kept, 1 where one was broken, 2 where the words cannot be understood.</summary>
internal static class ReliabilityCommands
{
    private static readonly Option<int> Seed = new("--seed") { Description = "Decides everything that is drawn.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> PostgreSql = new("--postgresql") { Description = "A connection string to a PostgreSQL server, where a database is made and dropped. Default: SQLite." };
    private static readonly Option<DirectoryInfo?> Keep = new("--keep") { Description = "Work in this folder and leave it, with logs and data." };

    internal static RootCommand Create()
    {
        var cuts = new Command("cuts", "Cut sending and reading at every request they make.") { Seed, PostgreSql, Keep };
        cuts.SetAction(CutAsync);
        return new RootCommand("The help desk and a simulated Microsoft 365 as processes: killed, cut, and run for hours.") { cuts };
    }

    private static async Task<int> CutAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        var report = await new CutRun(folder.FullPath, parsed.GetValue(PostgreSql), parsed.GetValue(Seed), Console.Out).RunAsync(cancellationToken);
        await Console.Out.WriteAsync(report.Text());
        return report.Broken.Count == 0 ? 0 : 1;
    }
}
