using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Pages;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Customers;

/// <summary>Lets a person be a customer: read what came, write, and reply.</summary>
internal static class CustomerPages
{
    internal static SimulatedResponse Choose(World world)
    {
        var list = new StringBuilder();
        foreach (var (address, inbox) in world.State.Customers)
        {
            list.Append($"""<li><a href="{Link(address)}">{Html.Encode(address)}</a> <span class="quiet">{inbox.Count} received</span></li>""");
        }

        return Html.Page(200, "Customers", $"""
            <main class="broad">
            {OverviewPage.Navigation("/customers")}
            <h1>Be a customer</h1>
            <p>Write to a mailbox of the simulated tenants from outside, and read what comes back.</p>
            <form action="/customers" class="paper">
            <label for="address">Your address</label>
            <input type="email" id="address" name="address" required placeholder="ann@customer.example" autocomplete="off">
            <p class="actions"><button class="main">Open mailbox</button></p>
            </form>
            {(list.Length == 0 ? "<p class=\"quiet\">Nobody outside has received anything yet.</p>" : $"<h2>Customers who have received mail</h2><ul class=\"mails\">{list}</ul>")}
            </main>
            """);
    }

    internal static SimulatedResponse Inbox(World world, string address)
    {
        var list = new StringBuilder();
        foreach (var mail in Received(world, address).AsEnumerable().Reverse())
        {
            var facts = MessageFacts.Read(mail.Raw);
            list.Append($"""
                <li><a href="{Link(address)}/{mail.Number}">{Html.Encode(Titled(facts.Subject))}</a>{(facts.HasAttachments ? " <span class=\"quiet\">with attachments</span>" : string.Empty)}<br>
                <span class="quiet">{Html.Encode(facts.From is [var from, ..] ? from.Name : mail.EnvelopeFrom)} · {Time(mail.Received)}</span></li>
                """);
        }

        return Html.Page(200, address, $"""
            <main class="broad">
            {OverviewPage.Navigation("/customers")}
            <nav><a href="/customers">All customers</a></nav>
            <h1>{Html.Encode(address)}</h1>
            <p><a class="button" href="{Link(address)}/write">Write a mail</a></p>
            {(list.Length == 0 ? "<p class=\"quiet\">No mail yet. Reload the page to look again.</p>" : $"<ul class=\"mails\">{list}</ul>")}
            </main>
            """);
    }

    internal static SimulatedResponse Mail(World world, string address, CustomerMail mail)
    {
        var facts = MessageFacts.Read(mail.Raw);
        var (_, text) = MessageFacts.Body(mail.Raw, preferText: true);
        var files = string.Concat(AttachedFiles.InMime(mail.Raw).Select(a =>
            $"""<li><a href="{Link(address)}/{mail.Number}/attachments/{a.Number}" download="{Html.Encode(a.Name)}">{Html.Encode(a.Name)}</a> <span class="quiet">{Html.Encode(a.ContentType)}, {a.Content.Length} bytes</span></li>"""));
        return Html.Page(200, Titled(facts.Subject), $"""
            <main class="broad">
            {OverviewPage.Navigation("/customers")}
            <nav><a href="{Link(address)}">{Html.Encode(address)}</a></nav>
            <h1>{Html.Encode(Titled(facts.Subject))}</h1>
            <dl><dt>From</dt><dd>{Addresses(facts.From)}</dd><dt>To</dt><dd>{Addresses(facts.To)}</dd>{(facts.Cc.Count == 0 ? string.Empty : $"<dt>Cc</dt><dd>{Addresses(facts.Cc)}</dd>")}<dt>Received</dt><dd>{Time(mail.Received)}</dd><dt>Message-ID</dt><dd>{Html.Encode(facts.InternetMessageId)}</dd></dl>
            <div class="paper mail-text">{Html.Encode(text)}</div>
            {(files.Length == 0 ? string.Empty : $"<h2>Attachments</h2><ul>{files}</ul>")}
            <p><a href="{Link(address)}/{mail.Number}/raw">Show the source</a></p>
            <h2>Reply</h2>
            {Form(world, address, CustomerPost.ReplyTo(facts, mail), LetterWriter.ReplySubject(facts.Subject), LetterWriter.Quote(facts, text), mail.Number)}
            </main>
            """);
    }

    internal static SimulatedResponse Write(World world, string address) => Html.Page(200, "Write a mail", $"""
        <main class="broad">
        <nav><a href="{Link(address)}">{Html.Encode(address)}</a></nav>
        <h1>Write a mail</h1>
        {Form(world, address, to: null, subject: string.Empty, text: string.Empty, reply: null)}
        </main>
        """);

    internal static SimulatedResponse Attachment(CustomerMail mail, string number)
    {
        var file = AttachedFiles.InMime(mail.Raw).FirstOrDefault(a => $"{a.Number}" == number) ?? throw new KeyNotFoundException();
        // Never shown in place: what a mail brings must not run under this origin.
        return SimulatedResponse.Of(200, "application/octet-stream", file.Content)
            .With("Content-Disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(file.Name)}")
            .With("X-Content-Type-Options", "nosniff");
    }

    internal static string Link(string address) => $"/customers/{Uri.EscapeDataString(address)}";

    private static string Form(World world, string address, string? to, string subject, string text, int? reply)
    {
        var mailboxes = string.Concat(world.State.Users.Select(u => $"""<option value="{Html.Encode(u.Mail)}">{Html.Encode(u.DisplayName)}</option>"""));
        return $"""
            <form method="post" action="{Link(address)}" enctype="multipart/form-data" class="paper">
            {(reply is null ? string.Empty : Html.Hidden("reply", $"{reply}"))}
            <label for="name">Your name</label><input type="text" id="name" name="name" autocomplete="off">
            <label for="to">To</label><input type="email" id="to" name="to" required multiple list="mailboxes" value="{Html.Encode(to)}" autocomplete="off">
            <datalist id="mailboxes">{mailboxes}</datalist>
            <label for="subject">Subject</label><input type="text" id="subject" name="subject" value="{Html.Encode(subject)}" autocomplete="off">
            <label for="text">Text</label><textarea id="text" name="text" rows="10">
            {Html.Encode(text)}</textarea>
            <label for="files">Attachments</label><input type="file" id="files" name="files" multiple>
            <p class="actions"><button class="main">Send</button></p>
            </form>
            """;
    }

    private static List<CustomerMail> Received(World world, string address) =>
        world.State.Customers.TryGetValue(address.ToLowerInvariant(), out var inbox) ? inbox : [];

    private static string Titled(string subject) => subject.Length == 0 ? "(no subject)" : subject;

    private static string Addresses(IEnumerable<MailAddress> list) =>
        Html.Encode(string.Join(", ", list.Select(a => a.Name == a.Address ? a.Address : $"{a.Name} <{a.Address}>")));

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
