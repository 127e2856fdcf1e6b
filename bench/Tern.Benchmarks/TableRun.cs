using Tern.Benchmarks.Machine;
using Tern.Benchmarks.Mails;
using Tern.Benchmarks.Pages;
using Tern.Benchmarks.Parts;
using Tern.Benchmarks.Running;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks;

/// <summary>Runs what was asked for, one thing after the other, and writes the table.</summary>
internal sealed class TableRun(BenchPlan plan, WorkFolder work)
{
    internal async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var machine = MachineFacts.Describe();
        await using var cluster = plan.Databases.Contains(Database.PostgreSql) ? await PostgresCluster.StartAsync(cancellationToken) : null;
        var results = new BenchResults();
        foreach (var database in plan.Databases)
        {
            if (plan.Parts.Contains(Part.Mail) || plan.Parts.Contains(Part.Parts))
            {
                await MailAsync(database, cluster, results, cancellationToken);
            }

            if (plan.Parts.Contains(Part.Pages))
            {
                var target = await TargetAsync(database, cluster, "pages", cancellationToken);
                results.Pages.AddRange(await new PageRun(plan, work).RunAsync(database, $"pages-{database}", target, OwnOf(database, cluster), cancellationToken));
            }
        }

        if (plan.Parts.Contains(Part.Parts))
        {
            results.Parts = await new PartRun(plan, work).RunAsync(cancellationToken);
        }

        await output.WriteLineAsync(ResultTable.Write(machine, results));
    }

    private async Task MailAsync(Database database, PostgresCluster? cluster, BenchResults results, CancellationToken cancellationToken)
    {
        var target = await TargetAsync(database, cluster, "mail", cancellationToken);
        var mail = await new MailRun(plan, work).RunAsync(database, $"mail-{database}", target, OwnOf(database, cluster), cancellationToken);
        results.Mail.Add(mail);
        if (!plan.Parts.Contains(Part.Parts))
        {
            return;
        }

        // An empty desk of the same version gives the tables.
        var emptyTarget = await TargetAsync(database, cluster, "bare", cancellationToken);
        await using var empty = await Desk.CreateAsync(work, $"bare-{database}", emptyTarget, new Uri("http://127.0.0.1:9/"), cancellationToken);
        results.Rows[database] = database == Database.Sqlite
            ? await new SqliteRows(work).RunAsync(work.Combine($"mail-{database}/tern.db"), Path.Combine(empty.Data, "tern.db"), cancellationToken)
            : await new PostgreSqlRows(cluster!).RunAsync(target!, "bare", cancellationToken);
    }

    private static PostgresCluster? OwnOf(Database database, PostgresCluster? cluster) => database == Database.PostgreSql ? cluster : null;

    private static async Task<string?> TargetAsync(Database database, PostgresCluster? cluster, string name, CancellationToken cancellationToken) =>
        database == Database.PostgreSql ? await cluster!.CreateAsync(name, cancellationToken) : null;
}
