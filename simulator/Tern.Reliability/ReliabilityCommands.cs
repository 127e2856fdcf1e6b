using System.CommandLine;
using Tern.Reliability.Cuts;
using Tern.Reliability.Processes;
using Tern.Reliability.Soak;

namespace Tern.Reliability;

/// <summary>The command line. Ends with 0 where every promise was kept, 1 where one was broken, 2 where the words cannot be understood.</summary>
internal static class ReliabilityCommands
{
    private static readonly Option<int> Seed = new("--seed") { Description = "Decides everything that is drawn.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> PostgreSql = new("--postgresql") { Description = "A connection string to a PostgreSQL server, where a database is made and dropped. Default: SQLite." };
    private static readonly Option<DirectoryInfo?> Keep = new("--keep") { Description = "Work in this folder and leave it, with logs and data." };

    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long.", DefaultValueFactory = _ => 60 };
    private static readonly Option<int> Mailboxes = new("--mailboxes") { Description = "How many mailboxes.", DefaultValueFactory = _ => 50 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Mails of customers a second, over all mailboxes.", DefaultValueFactory = _ => 2 };
    private static readonly Option<double> Faults = new("--faults") { Description = "The share of the requests it concerns that each kind of fault strikes.", DefaultValueFactory = _ => 0.05 };
    private static readonly Option<bool> Spread = new("--spread") { Description = "All kinds of fault together strike that share of the requests, and not each of them." };
    private static readonly Option<bool> Push = new("--push") { Description = "Microsoft 365 tells the desk of new mail." };
    private static readonly Option<double?> ToldWithin = new("--told-within") { Description = "The latest, in seconds, that it tells of a mail; the simulator takes 1 to 10 by itself." };

    internal static RootCommand Create()
    {
        var soak = new Command("soak", "Run desk and tenant for hours, with faults of every kind.") { Minutes, Mailboxes, Rate, Faults, Spread, Push, ToldWithin, Seed, PostgreSql, Keep };
        soak.SetAction(SoakAsync);
        var cuts = new Command("cuts", "Cut sending and reading at every request they make.") { Seed, PostgreSql, Keep };
        cuts.SetAction(CutAsync);
        return new RootCommand("The help desk and a simulated Microsoft 365 as processes: killed, cut, and run for hours.") { cuts, soak };
    }

    private static async Task<int> CutAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        var report = await new CutRun(folder.FullPath, parsed.GetValue(PostgreSql), parsed.GetValue(Seed), Console.Out).RunAsync(cancellationToken);
        await Console.Out.WriteAsync(report.Text());
        return report.Broken.Count == 0 ? 0 : 1;
    }

    private static async Task<int> SoakAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var folder = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        var options = new SoakOptions
        {
            Duration = TimeSpan.FromMinutes(parsed.GetValue(Minutes)),
            Mailboxes = parsed.GetValue(Mailboxes),
            Rate = parsed.GetValue(Rate),
            Faults = parsed.GetValue(Faults),
            Spread = parsed.GetValue(Spread),
            Push = parsed.GetValue(Push),
            ToldWithin = parsed.GetValue(ToldWithin) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Seed = parsed.GetValue(Seed),
            PostgreSql = parsed.GetValue(PostgreSql),
        };
        var report = await new SoakRun(folder.FullPath, options, Console.Out).RunAsync(cancellationToken);
        await Console.Out.WriteAsync(report.Text());
        return report.Broken.Count + report.BrokenOverHours.Count == 0 ? 0 : 1;
    }
}
