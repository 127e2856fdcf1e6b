using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tern.Benchmarks.Machine;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Many;

/// <summary>The desk was down for a day: every mailbox but one has a day's mail, and to the one that has none a customer writes every few seconds meanwhile.</summary>
internal sealed class CatchUpRun(WorkFolder work, string? postgreSql, int mailboxes, int mails, TimeSpan latency)
{
    private const int MostInFlight = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, DateTimeOffset> _quiet = [];

    internal async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder().AppendLine(MachineFacts.Describe());
        var settings = new JsonObject { ["mailboxConcurrency"] = MostInFlight, ["mailboxRequestTime"] = latency.ToString("c") };
        await using var many = await ManyMailboxes.CreateAsync(work.FullPath, postgreSql, mailboxes + 1, settings, cancellationToken);
        await many.StartAsync(cancellationToken);
        await many.Desk.KillAsync();
        var each = mails / mailboxes;
        var quiet = many.Mailboxes.Keys.Last();
        foreach (var mailbox in many.Mailboxes.Keys.Where(m => m != quiet))
        {
            await many.Tenant.PostAsync($"_sim/mailboxes/{mailbox}/fill", new { messages = each, over = "1.00:00:00" }, cancellationToken);
        }

        await many.Tenant.ForgetRequestsAsync(cancellationToken);
        await many.Desk.StartAsync(cancellationToken);
        var (began, throttled, last) = (TimeProvider.System.GetTimestamp(), 0, 0L);
        while (await CountAsync(many, many.Mailboxes[quiet].Value, cancellationToken) < each * mailboxes)
        {
            await WriteAsync(many, quiet, cancellationToken);
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            var seen = (await many.Tenant.RequestsAsync(cancellationToken)).Where(r => r.Number > last).ToList();
            throttled += seen.Count(r => r.Status == 429);
            last = seen.Count == 0 ? last : seen[^1].Number;
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        var waits = await WaitsAsync(many, cancellationToken);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {mailboxes:N0} mailboxes with {each} mails each, {(postgreSql is null ? "SQLite" : "PostgreSQL")}, {latency.TotalMilliseconds:F0} ms a request | |").AppendLine("|---|--:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| all {each * mailboxes:N0} mails are messages after | {took.TotalSeconds:F0} s |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| mails/s | {each * mailboxes / took.TotalSeconds:F0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| CPU of the desk a mail | {many.Cpu.TotalMilliseconds / (each * mailboxes):F1} ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| most resident memory | {ProcessTimes.PeakMemory(many.Process) / 1048576.0:F0} MiB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| requests refused because more than {MostInFlight} were on their way to one mailbox | {throttled} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| the quiet mailbox's mail waited: median, longest, of {waits.Count} (it is asked every 30 s) | {(waits.Count == 0 ? double.NaN : waits[waits.Count / 2].TotalSeconds):F1}, {(waits.Count == 0 ? double.NaN : waits[^1].TotalSeconds):F1} s |");
        return text.ToString();
    }

    private async Task WriteAsync(ManyMailboxes many, string quiet, CancellationToken cancellationToken)
    {
        var id = $"quiet-{_quiet.Count.ToString(CultureInfo.InvariantCulture)}@customer.example";
        await many.Tenant.SendAsync($"Message-ID: <{id}>\r\nFrom: Carla <carla@customer.example>\r\nTo: {quiet}\r\nSubject: {id}\r\n\r\nIs anybody there?\r\n", quiet, cancellationToken);
        _quiet[id] = TimeProvider.System.GetUtcNow();
    }

    private static async Task<int> CountAsync(ManyMailboxes many, Guid quiet, CancellationToken cancellationToken)
    {
        var except = new MailEngine.MailboxId(quiet);
        await using var db = many.Desk.OpenDatabase();
        return await db.Intake.CountAsync(e => e.MailboxId != except && e.Fate == IntakeFate.Ingested, cancellationToken);
    }

    private async Task<IReadOnlyList<TimeSpan>> WaitsAsync(ManyMailboxes many, CancellationToken cancellationToken)
    {
        await using var db = many.Desk.OpenDatabase();
        var intake = db.Intake; // an expression tree takes no extension property
        var arrived = await db.Messages.Where(m => m.Kind == MessageKind.Incoming && m.MessageIdHeader!.StartsWith("quiet-"))
            .Join(intake, m => (MessageId?)m.Id, e => e.MessageId, (m, e) => new { m.MessageIdHeader, e.JudgedAt })
            .ToListAsync(cancellationToken);
        return [.. arrived.Select(a => a.JudgedAt - _quiet[a.MessageIdHeader!]).Order()];
    }
}
