using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tern.Benchmarks.Machine;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.Reliability.Processes;
using Tern.Reliability.Running;

namespace Tern.Benchmarks.Many;

/// <summary>One node with as many mailboxes as is said, at a simulated tenant that sets no limits of its own.</summary>
internal sealed class ManyMailboxes : IAsyncDisposable
{
    private ManyMailboxes(SimulatedTenant tenant, Reliability.Running.Desk desk, IReadOnlyDictionary<string, MailboxId> mailboxes) => (Tenant, Desk, Mailboxes) = (tenant, desk, mailboxes);

    internal SimulatedTenant Tenant { get; }

    internal Reliability.Running.Desk Desk { get; }

    internal IReadOnlyDictionary<string, MailboxId> Mailboxes { get; }

    internal int Process => Desk.Program.Id;

    /// <summary>Makes them; the desk does not run yet.</summary>
    internal static async Task<ManyMailboxes> CreateAsync(string folder, string? postgreSql, int count, JsonObject settings, CancellationToken cancellationToken)
    {
        var store = await DeskStore.CreateAsync(postgreSql, cancellationToken);
        var tenant = await SimulatedTenant.StartAsync(folder, seed: 1, cancellationToken);
        await tenant.SetAsync(new JsonObject { ["mailboxRequests"] = 0, ["graphRequests"] = 0, ["mailboxUpload"] = 0 }, cancellationToken);
        await tenant.SetAsync(settings, cancellationToken);
        var desk = await Reliability.Running.Desk.CreateAsync(folder, store, tenant, [], isTold: false, cancellationToken);
        var addresses = new List<string>();
        for (var i = 1; i <= count; i++)
        {
            addresses.Add(await tenant.AddMailboxAsync($"box{i.ToString(CultureInfo.InvariantCulture)}", cancellationToken));
        }

        var mailboxes = addresses.Zip(await desk.AddMailboxesAsync(tenant, addresses, change: null, cancellationToken)).ToDictionary(p => p.First, p => p.Second);
        return new ManyMailboxes(tenant, desk, mailboxes);
    }

    /// <summary>Starts the desk, and waits until every mailbox was read once.</summary>
    /// <returns>How long that took.</returns>
    internal async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        await Desk.StartAsync(cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        await Wait.UntilAsync(
            TimeSpan.FromMinutes(15),
            async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
                await using var db = Desk.OpenDatabase();
                return await db.MailboxHealth.CountAsync(h => h.LastSuccessAt != null, cancellationToken) == Mailboxes.Count;
            },
            () => Task.FromResult($"The mailboxes were not all read; see {Desk.Log}."),
            cancellationToken);
        return TimeProvider.System.GetElapsedTime(began);
    }

    internal async Task<long> RequestsAsync(CancellationToken cancellationToken) => (long)(await Tenant.GetAsync("_sim/requests?last=0", cancellationToken))!["total"]!;

    /// <summary>Bytes the desk had written to disk so far (proc_pid_io(5)).</summary>
    internal long Written => long.Parse(File.ReadLines($"/proc/{Process}/io").First(line => line.StartsWith("write_bytes:", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    internal TimeSpan Cpu => ProcessTimes.Cpu(Process);

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Tenant.DisposeAsync();
    }
}
