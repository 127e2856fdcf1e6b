using System.CommandLine;
using Tern.Benchmarks.Machine;
using Tern.Benchmarks.Mails;
using Tern.Benchmarks.Many;
using Tern.Benchmarks.Tenant;
using Tern.Benchmarks.Understanding;
using Tern.Reliability.Processes;

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

    private static readonly Option<int> Samples = new("--mails") { Description = "Mails of each kind.", DefaultValueFactory = _ => 400 };
    private static readonly Option<int> Turns = new("--rounds") { Description = "Turns of each way of reading; the cheapest counts.", DefaultValueFactory = _ => 15 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Another seed makes other mails.", DefaultValueFactory = _ => 20261128 };

    private static readonly Option<int> Quiet = new("--mailboxes") { Description = "Mailboxes of one node.", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long they are watched.", DefaultValueFactory = _ => 180 };
    private static readonly Option<int> Arrears = new("--mails") { Description = "Mails of all mailboxes together.", DefaultValueFactory = _ => 50_000 };
    private static readonly Option<int> Latency = new("--latency") { Description = "How long each request to a mailbox takes, in milliseconds.", DefaultValueFactory = _ => 100 };
    private static readonly Option<string?> Server = new("--postgresql") { Description = "A connection string to a PostgreSQL server, where a database is made and dropped. Default: SQLite." };

    private static readonly Option<int> Megabytes = new("--megabytes") { Description = "The size of the mail; Exchange Online takes 150 at most.", DefaultValueFactory = _ => 150 };

    internal static RootCommand Create()
    {
        var large = new Command("large", "Measure what the desk holds of a large mail.") { Megabytes, Keep };
        large.SetAction(RunLargeAsync);
        var idle = new Command("idle", "Measure mailboxes in which nothing happens.") { Quiet, Seconds, Server, Keep };
        idle.SetAction(RunIdleAsync);
        var catchUp = new Command("catch-up", "Measure how mailboxes catch up after a day without the desk.") { Quiet, Arrears, Latency, Server, Keep };
        catchUp.SetAction(RunCatchUpAsync);
        var table = new Command("table", "Measure and print one table as Markdown.") { Parts, Databases, Mails, Tickets, Requests, Rounds, MailGen, Keep };
        table.SetAction(RunAsync);
        var tenant = new Command("tenant", "Measure the simulated Microsoft 365 tenant by itself.") { PageRequests, Mailboxes, Messages, Keep };
        tenant.SetAction(RunTenantAsync);
        var understand = new Command("understand", "Measure understanding a mail against parsing it, in time and in memory.") { Samples, Turns, Seed };
        understand.SetAction(RunUnderstandAsync);
        return new RootCommand("What Tern costs: real processes, real databases, and the bare parts beside them.") { table, tenant, understand, idle, catchUp, large };
    }

    private static async Task<int> RunIdleAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var work = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        var run = new IdleRun(work, parsed.GetValue(Server), parsed.GetValue(Quiet), TimeSpan.FromSeconds(parsed.GetValue(Seconds)));
        await Console.Out.WriteAsync(await run.RunAsync(cancellationToken));
        return 0;
    }

    private static async Task<int> RunCatchUpAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var work = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        var run = new CatchUpRun(work, parsed.GetValue(Server), parsed.GetValue(Quiet), parsed.GetValue(Arrears), TimeSpan.FromMilliseconds(parsed.GetValue(Latency)));
        await Console.Out.WriteAsync(await run.RunAsync(cancellationToken));
        return 0;
    }

    private static async Task<int> RunLargeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var work = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        await Console.Out.WriteAsync(await new LargeMailRun(work, parsed.GetValue(Megabytes)).RunAsync(cancellationToken));
        return 0;
    }

    private static async Task<int> RunTenantAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var work = new WorkFolder(parsed.GetValue(Keep)?.FullName);
        await using var run = new TenantRun(work, parsed.GetValue(PageRequests), parsed.GetValue(Mailboxes), parsed.GetValue(Messages));
        await Console.Out.WriteAsync(await run.RunAsync(cancellationToken));
        return 0;
    }

    private static async Task<int> RunUnderstandAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(MachineFacts.Describe());
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(new UnderstandRun(parsed.GetValue(Seed), parsed.GetValue(Samples), parsed.GetValue(Turns)).Run());
        await Console.Out.WriteAsync(await HugeMailRun.RunAsync(cancellationToken));
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
