using System.Globalization;
using System.Text;
using Tern.Benchmarks.Machine;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Many;

/// <summary>What mailboxes cost in which nothing happens: each is asked for changes every 30 seconds.</summary>
internal sealed class IdleRun(WorkFolder work, string? postgreSql, int mailboxes, TimeSpan duration)
{
    internal async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder().AppendLine(MachineFacts.Describe());
        await using var many = await ManyMailboxes.CreateAsync(work.FullPath, postgreSql, mailboxes, [], cancellationToken);
        var start = await many.StartAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System, cancellationToken); // until the compiler is done and the first rounds are over
        var (cpu, requests, written, began) = (many.Cpu, await many.RequestsAsync(cancellationToken), many.Written, TimeProvider.System.GetTimestamp());
        var memory = new List<long>();
        while (TimeProvider.System.GetElapsedTime(began) < duration)
        {
            memory.Add(ProcessTimes.Memory(many.Process));
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
        }

        var minutes = TimeProvider.System.GetElapsedTime(began).TotalMinutes;
        var (used, asked, bytes) = (many.Cpu - cpu, await many.RequestsAsync(cancellationToken) - requests, many.Written - written);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| {mailboxes:N0} idle mailboxes, {(postgreSql is null ? "SQLite" : "PostgreSQL")}, {minutes:F1} minutes | |").AppendLine("|---|--:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| from the start until each was read once | {start.TotalSeconds:F0} s |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| CPU of the desk, share of a core | {used.TotalMinutes / minutes:P1} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| CPU a mailbox and minute | {used.TotalMilliseconds / minutes / mailboxes:F1} ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| requests a mailbox and minute | {asked / minutes / mailboxes:F2} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory: mean, most | {memory.Average() / 1048576:F0}, {memory.Max() / 1048576.0:F0} MiB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| written to disk by the desk a minute | {bytes / minutes / 1048576:F1} MiB |");
        return text.ToString();
    }
}
