using System.CommandLine;
using Tern.Benchmarks.Mails;
using Tern.Benchmarks.Tenant;

namespace Tern.Benchmarks;

/// <summary>The command line: <c>table</c> prints everything, <c>--part</c> one part of it.</summary>
internal static class BenchCommands
{
    private static readonly Option<Part[]> Parts = new("--part") { Description = "mail, pages or parts; several are allowed. Default: all.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<Database[]> Databases = new("--database") { Description = "sqlite or postgresql. Default: both.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Mails = new("--mails") { Description = "Mails of one round.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<int> Tickets = new("--tickets") { Description = "Tickets behind the pages.", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<int> Requests = new("--requests") { Description = "Requests of each measured page.", DefaultValueFactory = _ => 400 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds of mail in one process; the first pays for the start.", DefaultValueFactory = _ => 3 };
    private static readonly Option<FileInfo?> MailGen = new("--mailgen") { Description = "mailgen.py. Default: shared/tools/mailgen.py beside the repository or above it." };
    private static readonly Option<DirectoryInfo?> Keep = new("--keep") { Description = "Work in this folder and leave it, with the desk's log, data and mails." };

    private static readonly Option<int> PageRequests = new("--requests") { Description = "Requests of each page of the simulated tenant.", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<int> Mailboxes = new("--mailboxes") { Description = "Mailboxes of the simulated tenant.", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<int> Messages = new("--messages") { Description = "Messages in each of them.", DefaultValueFactory = _ => 1_000 };

    internal static RootCommand Create()
    {
        var table = new Command("table", "Measure and print one table as Markdown.") { Parts, Databases, Mails, Tickets, Requests, Rounds, MailGen, Keep };
        table.SetAction(RunAsync);
        var tenant = new Command("tenant", "Measure the simulated Microsoft 365 tenant by itself.") { PageRequests, Mailboxes, Messages, Keep };
        tenant.SetAction(RunTenantAsync);
        return new RootCommand("What Tern costs: real processes, real databases, and the bare parts beside them.") { table, tenant };
    }

    private static async Task<int> RunTenantAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var work = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        await using var run = new TenantRun(work, parsed.GetValue(PageRequests), parsed.GetValue(Mailboxes), parsed.GetValue(Messages));
        await Console.Out.WriteAsync(await run.RunAsync(cancellationToken));
        return 0;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (MailSet.FindGenerator(parsed.GetValue(MailGen)) is not { } generator)
        {
            await Console.Error.WriteLineAsync("mailgen.py was not found. Name it with --mailgen PATH, or put it to shared/tools/mailgen.py beside the repository.");
            return 2;
        }

        var plan = new BenchPlan
        {
            Generator = generator,
            Parts = OrAll(parsed.GetValue(Parts)),
            Databases = OrAll(parsed.GetValue(Databases)),
            Mails = parsed.GetValue(Mails),
            Tickets = parsed.GetValue(Tickets),
            Requests = parsed.GetValue(Requests),
            Rounds = parsed.GetValue(Rounds),
        };
        using var work = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        await new TableRun(plan, work).RunAsync(Console.Out, cancellationToken);
        return 0;
    }

    private static T[] OrAll<T>(T[]? chosen)
        where T : struct, Enum => chosen is { Length: > 0 } ? chosen : Enum.GetValues<T>();
}
