using System.Text;
using MimeKit;
using Tern.Mail;

namespace Tern.Benchmarks.Understanding;

/// <summary>
/// Understanding a mail (<see cref="MailReader"/>) against MimeKit's parsing alone, of the same bytes in the same process. All groups and ways of reading take turns, so that
/// whatever else the machine does meets every one of them, and of each the cheapest turn counts: others can only add.
/// </summary>
internal sealed class UnderstandRun(int seed, int count, int rounds)
{
    internal string Run()
    {
        var made = new SampleMails(seed);
        List<MailGroup> groups =
        [
            new("plain text", made.Make(MailKind.Text, count)),
            new("plain text and HTML", made.Make(MailKind.Html, count)),
            new("plain text and two files", made.Make(MailKind.Files, count / 4)),
        ];
        groups.AddRange(PublicMails());

        for (var round = 0; round < rounds; round++)
        {
            groups.ForEach(Turn);
        }

        var text = new StringBuilder("| mails | of | kB each | parsed, ms | parsed and texts decoded, ms | understood, ms | against parsing | against parsing and decoding |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
        groups.ForEach(group => Write(text, group));
        return text.ToString();
    }

    /// <summary>By what they are made of; most are reports of mail that did not arrive, each of which is searched for every recipient and reason.</summary>
    private static IEnumerable<MailGroup> PublicMails()
    {
        var given = Environment.GetEnvironmentVariable("TERN_CORPORA");
        var corpora = given is { Length: > 0 } ? given : Checkout.At("../shared/corpora");
        return !Directory.Exists(corpora)
            ? []
            : Directory.EnumerateFiles(corpora, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
                .GroupBy(Form).Where(form => form.Key is not null).Select(form => new MailGroup($"public test mails, {form.Key}", [.. form])).OrderBy(group => group.Name, StringComparer.Ordinal);
    }

    private static string? Form(byte[] mail)
    {
        try
        {
            using var stream = new MemoryStream(mail, writable: false);
            using var message = MimeMessage.Load(stream, persistent: true);
            return MailReader.Read(mail) is var read && read.Bounces.Count > 0 ? "reports" : read.Html is not null ? "with HTML" : read.Attachments.Count > 0 ? "with files" : "plain text";
        }
        catch (FormatException)
        {
            // Broken beyond what MimeKit alone reads; there is nothing to compare with.
            return null;
        }
    }

    private static void Turn(MailGroup group)
    {
        group.Parsed = Math.Min(group.Parsed, Cost(group, Parse));
        group.Decoded = Math.Min(group.Decoded, Cost(group, Decode));
        group.Understood = Math.Min(group.Understood, Cost(group, mail => _ = MailReader.Read(mail)));
    }

    private static double Cost(MailGroup group, Action<byte[]> read)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        foreach (var mail in group.Mails)
        {
            read(mail);
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    /// <summary>The tree of parts and nothing more: no header is decoded, no content touched or even copied.</summary>
    private static void Parse(byte[] mail)
    {
        using var stream = new MemoryStream(mail, writable: false);
        using var message = MimeMessage.Load(stream, persistent: true);
    }

    /// <summary>What anybody needs who wants to read the mail: its subject and its texts.</summary>
    private static void Decode(byte[] mail)
    {
        using var stream = new MemoryStream(mail, writable: false);
        using var message = MimeMessage.Load(stream, persistent: true);
        _ = message.Subject + message.TextBody + message.HtmlBody;
    }

    private static void Write(StringBuilder text, MailGroup group) => text.Append(
        $"| {group.Name} | {group.Mails.Count} | {group.Mails.Average(mail => mail.Length) / 1000:F0} | {group.Parsed / group.Mails.Count:F3} | {group.Decoded / group.Mails.Count:F3} " +
        $"| {group.Understood / group.Mails.Count:F3} | {group.Understood / group.Parsed:F1} × | {group.Understood / group.Decoded:F1} × |\n");
}
