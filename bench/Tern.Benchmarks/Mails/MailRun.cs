using Tern.Benchmarks.Machine;
using Tern.Benchmarks.Running;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Mails;

/// <summary>From simulated Graph to committed tickets: the desk's process is measured, nobody else.</summary>
internal sealed class MailRun(BenchPlan plan, WorkFolder work)
{
    internal async Task<MailResult> RunAsync(Database database, string name, string? connectionString, PostgresCluster? cluster, CancellationToken cancellationToken)
    {
        await using var tenant = await SimulatedTenant.StartAsync(work, cancellationToken);
        await using var desk = await Desk.CreateAsync(work, name, connectionString, tenant.Address, cancellationToken);
        await desk.ConnectAsync(tenant, cancellationToken);
        await desk.ServeAsync(cancellationToken);
        await desk.RefreshAsync(cancellationToken); // the empty mailbox: token and first cursor
        var start = desk.Cpu;
        var startBytes = desk.PeakMemory;
        var rounds = new List<MailRound>();
        for (var seed = 0; seed < plan.Rounds; seed++)
        {
            await tenant.ReceiveAsync(await MailSet.MakeAsync(plan, work, seed, cancellationToken), cancellationToken);
            rounds.Add(await RoundAsync(desk, cluster, cancellationToken));
        }

        return new MailResult(database, start.TotalMilliseconds, startBytes, rounds);
    }

    private static async Task<MailRound> RoundAsync(Desk desk, PostgresCluster? cluster, CancellationToken cancellationToken)
    {
        var load = ProcessTimes.Load();
        var (deskBefore, serverBefore) = (desk.Cpu, cluster?.Cpu ?? default);
        var line = await desk.RefreshAsync(cancellationToken);
        var opened = line.GetProperty("new").GetInt32();
        return new MailRound(
            opened + line.GetProperty("replied").GetInt32(),
            opened,
            line.GetProperty("durationMs").GetInt64() / 1000.0,
            (desk.Cpu - deskBefore).TotalMilliseconds,
            ((cluster?.Cpu ?? default) - serverBefore).TotalMilliseconds,
            desk.PeakMemory,
            load);
    }
}
