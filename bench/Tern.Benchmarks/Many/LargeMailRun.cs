using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tern.Benchmarks.Machine;
using Tern.Features.Tickets;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Many;

/// <summary>A mail with one large file on its way from a mailbox into a ticket: what the desk holds of it meanwhile, and whether the file arrives whole.</summary>
internal sealed class LargeMailRun(WorkFolder work, int megabytes)
{
    private const string Subject = "The whole archive";

    internal async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder().AppendLine(MachineFacts.Describe());
        await using var many = await ManyMailboxes.CreateAsync(work.FullPath, postgreSql: null, count: 1, new JsonObject { ["largestReceived"] = 2_000_000L * megabytes }, cancellationToken);
        await many.StartAsync(cancellationToken);
        var mailbox = many.Mailboxes.Keys.Single();
        await SendAsync(many, mailbox, "Small, to begin with", [0], cancellationToken);
        await UntilTicketAsync(many, "Small, to begin with", cancellationToken);
        var before = ProcessTimes.Memory(many.Process);

        // Of every four bytes on their way three are the file's, and a line of 76 ends with two more.
        var content = new byte[(int)(megabytes * 1_000_000L / 78 * 57)];
        new Random(20261129).NextBytes(content);
        await SendAsync(many, mailbox, Subject, content, cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        await UntilTicketAsync(many, Subject, cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(began);

        await using var db = many.Desk.OpenDatabase();
        var file = await db.Attachments.Where(a => a.Size == content.Length).Select(a => a.Blob).SingleAsync(cancellationToken);
        var isWhole = file.Value == Convert.ToHexStringLower(SHA256.HashData(content));
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| one mail of {megabytes} MB, SQLite | |").AppendLine("|---|--:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| in the ticket after, the clock of 30 s included | {took.TotalSeconds:F0} s |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory of the desk: before, most | {before / 1e6:F0}, {ProcessTimes.PeakMemory(many.Process) / 1e6:F0} MB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| its file of {content.Length / 1e6:F0} MB arrived whole | {(isWhole ? "yes" : "NO")} |");
        return text.ToString();
    }

    private static Task SendAsync(ManyMailboxes many, string mailbox, string subject, byte[] content, CancellationToken cancellationToken) => many.Tenant.SendAsync(
        $"Message-ID: <{content.Length}@customer.example>\r\nFrom: Carla <carla@customer.example>\r\nTo: {mailbox}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n--b\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=archive.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + $"{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}\r\n--b--\r\n",
        mailbox,
        cancellationToken);

    private static Task UntilTicketAsync(ManyMailboxes many, string subject, CancellationToken cancellationToken) => Wait.UntilAsync(
        TimeSpan.FromMinutes(5),
        async () =>
        {
            await using var db = many.Desk.OpenDatabase();
            return await db.Tickets.AnyAsync(t => t.Subject == subject, cancellationToken);
        },
        () => Task.FromResult($"\"{subject}\" became no ticket; see {many.Desk.Log}."),
        cancellationToken);
}
