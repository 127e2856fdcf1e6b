using System.Text;
using Tern.Benchmarks.Mails;
using Tern.Benchmarks.Pages;

namespace Tern.Benchmarks;

/// <summary>Writes the results as Markdown.</summary>
internal static class ResultTable
{
    internal static string Write(string machine, BenchResults results)
    {
        var text = new StringBuilder().AppendLine(machine);
        if (results.Mail.Count > 0)
        {
            WriteMail(text, results.Mail);
        }

        if (results.Parts is not null)
        {
            WriteParts(text, results);
        }

        if (results.Pages.Count > 0)
        {
            WritePages(text, results.Pages);
        }

        return text.ToString();
    }

    private static void WriteMail(StringBuilder text, List<MailResult> results)
    {
        text.AppendLine().AppendLine("| mail | database | mails | tickets | mails/s | desk CPU ms/mail | database server CPU ms/mail | peak MiB | load |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var result in results)
        {
            text.AppendLine($"| start alone | {result.Database} | | | | {result.StartMilliseconds:F0} ms in all | | {Mebibytes(result.StartBytes)} | |");
            for (var i = 0; i < result.Rounds.Count; i++)
            {
                var round = result.Rounds[i];
                text.AppendLine(
                    $"| {(i == 0 ? "first round" : $"round {i + 1}, same process")} | {result.Database} | {round.Mails} | {round.Tickets} | {round.Mails / round.Seconds:F0} " +
                    $"| {round.DeskMilliseconds / round.Mails:F2} | {round.DatabaseMilliseconds / round.Mails:F2} | {Mebibytes(round.PeakBytes)} | {round.Load:F2} |");
            }
        }
    }

    private static void WriteParts(StringBuilder text, BenchResults results)
    {
        var parts = results.Parts!;
        text.AppendLine().AppendLine("| part alone | CPU ms/mail | database server CPU ms/mail |").AppendLine("|---|--:|--:|");
        text.AppendLine($"| MIME parsing (MimeKit, contents decoded) | {parts.Parsing:F3} | |");
        text.AppendLine($"| fetching over HTTP (bare HttpClient) | {parts.Fetching:F3} | |");
        text.AppendLine($"| storing the source (hash, write, flush, rename) | {parts.Storing:F3} | |");
        foreach (var (database, rows) in results.Rows)
        {
            text.AppendLine($"| the same rows by plain ADO.NET, {database} | {rows.Client:F3} | {rows.Server:F3} |");
        }

        text.AppendLine($"| for comparison: Tern.Mail reading (parsing, safe HTML, visible reply, attachments) | {parts.Reading:F3} | |");
        text.AppendLine().AppendLine("| ratio | desk CPU ms/mail, running | sum of the parts | desk : parts | with Tern.Mail's reading as a part |").AppendLine("|---|--:|--:|--:|--:|");
        foreach (var result in results.Mail)
        {
            var sum = parts.Sum(results.Rows[result.Database]);
            var whole = sum - parts.Parsing + parts.Reading;
            var cost = result.Running.DeskMilliseconds / result.Running.Mails;
            text.AppendLine($"| {result.Database} | {cost:F2} | {sum:F2} | {cost / sum:F1} | {cost / whole:F1} |");
        }
    }

    private static void WritePages(StringBuilder text, List<PageResult> results)
    {
        text.AppendLine().AppendLine("| page | database | clients | p50 ms | p95 ms | desk CPU ms/page | database server CPU ms/page | pages/s | KiB |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var page in results)
        {
            text.AppendLine(
                $"| {page.Page} | {page.Database} | {page.Clients} | {page.P50:F1} | {page.P95:F1} | {page.CpuMilliseconds:F2} | {page.DatabaseMilliseconds:F2} | {page.PagesPerSecond:F0} | {page.Bytes / 1024} |");
        }
    }

    private static string Mebibytes(long bytes) => $"{bytes / (1024.0 * 1024):F0}";
}
