using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// The mail that says that a mail did not arrive: multipart/report (RFC 3462) with a delivery status (RFC 3464) and the
/// returned message, from the postmaster whose address Exchange gives every organisation.
/// </summary>
internal static class NonDeliveryReport
{
    private const string Postmaster = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e";
    private const string Server = "SIM000.prod.outlook.com";

    /// <summary>Returns a message to whoever sent it. Nothing is ever returned to nobody (RFC 5321 §4.5.5).</summary>
    /// <param name="world">The world.</param>
    /// <param name="draws">What its ids are drawn from.</param>
    /// <param name="sender">The envelope sender; empty for reports themselves.</param>
    /// <param name="failed">The addresses that were not reached.</param>
    /// <param name="diagnostic">What the server said, such as "550 5.1.10 …".</param>
    /// <param name="raw">The message as it was sent.</param>
    internal static void Return(World world, SeededSequence draws, string sender, IReadOnlyCollection<string> failed, string diagnostic, byte[] raw)
    {
        if (sender.Length == 0)
        {
            return;
        }

        var directory = world.State.Directory();
        var report = Compose(world, draws, sender, failed, diagnostic, raw);
        if (directory.FindByAddress(sender) is { } user && world.MailboxOf(user) is { } mailbox)
        {
            Delivery.Into(world, mailbox, mailbox.Folder("inbox"), report);
            return;
        }

        Delivery.Leave(world, draws, sender, string.Empty, report);
    }

    private static byte[] Compose(World world, SeededSequence draws, string sender, IReadOnlyCollection<string> failed, string diagnostic, byte[] raw)
    {
        var facts = MessageFacts.Read(raw);
        // The domain that reports: the sender's own organisation, or for mail from outside the one that would not take it.
        var directory = world.State.Directory();
        var domain = (directory.FindTenant(DomainOf(sender)) ?? failed.Select(f => directory.FindTenant(DomainOf(f))).FirstOrDefault(t => t is not null))?.MailDomain ?? Server;
        var boundary = $"_ndr_{draws.Identifier()}";
        var date = world.Now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append("\r\n");

        Line($"From: Microsoft Outlook <{Postmaster}@{domain}>");
        Line($"To: <{sender}>");
        Line($"Date: {date}");
        Line($"Subject: Undeliverable: {facts.Subject.ReplaceLineEndings(" ")}");
        Line($"Message-ID: <{draws.Identifier()}@{Server}>");
        if (facts.InternetMessageId is { } original)
        {
            Line($"In-Reply-To: {original}");
            Line($"References: {original}");
        }

        Line("Auto-Submitted: auto-replied");
        Line("X-MS-Exchange-Message-Is-Ndr:");
        Line($"X-Failed-Recipients: {string.Join(", ", failed)}");
        Line("Content-Language: en-US");
        Line("MIME-Version: 1.0");
        Line($"Content-Type: multipart/report; report-type=delivery-status; boundary=\"{boundary}\"");
        Line();
        Line($"--{boundary}");
        Line("Content-Type: text/plain; charset=us-ascii");
        Line();
        Line("Delivery has failed to these recipients or groups:");
        Line();
        foreach (var address in failed)
        {
            Line(address);
        }

        Line();
        Line("Diagnostic information for administrators:");
        Line();
        Line($"Generating server: {Server}");
        Line($"Remote server returned '{diagnostic}'");
        Line();
        Line($"--{boundary}");
        Line("Content-Type: message/delivery-status");
        Line();
        Line($"Reporting-MTA: dns;{Server}");
        Line($"Arrival-Date: {date}");
        foreach (var address in failed)
        {
            Line();
            Line($"Final-Recipient: rfc822;{address}");
            Line("Action: failed");
            Line($"Status: {StatusOf(diagnostic)}");
            Line($"Diagnostic-Code: smtp;{diagnostic}");
        }

        Line();
        Line($"--{boundary}");
        Line("Content-Type: message/rfc822");
        Line();
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. raw, .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")];
    }

    // The enhanced status (RFC 3463) is the second word of what the server said.
    private static string StatusOf(string diagnostic) =>
        diagnostic.Split(' ') is [_, var status, ..] && status.Count(c => c == '.') == 2 ? status : "5.0.0";

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
