using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>The road: a mail arrives, an agent answers, the answer leaves in the same thread, and the next mail lands in the same ticket.</summary>
public abstract class RoadTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_mail_becomes_a_ticket_the_answer_leaves_from_its_mailbox_and_the_customers_answer_comes_back_to_it()
    {
        var support = App.Office.Person("road").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support, ("DisplayName", "Contoso Support"));
        var question = App.Office.Write(support, "Printer on fire", from: "Rita <rita@road.example>");

        var report = await App.CheckAsync(mailbox);
        Assert.Equal((1, 0, null), (report.New, report.Replied, report.Fault));
        var number = await NumberOfAsync("Printer on fire");

        var reply = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Use water. Ünïcode too."), ("Seen", "1"), ("Status", "Pending"));
        Assert.Equal(HttpStatusCode.SeeOther, reply.StatusCode);
        await App.CheckAsync(mailbox);
        var received = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("rita@road.example").ToArray() is [.., var last] ? last : null));
        Assert.Equal((support, "Contoso Support"), (received.From.Mailboxes.Single().Address, received.From.Mailboxes.Single().Name));
        Assert.Equal($"Re: Printer on fire [#{number}]", received.Subject);
        Assert.Equal(question, received.InReplyTo);
        Assert.Contains(question, received.References);
        Assert.Contains("Use water. Ünïcode too.", received.TextBody, StringComparison.Ordinal);

        App.Office.Write(support, "completely different subject", inReplyTo: received.MessageId, from: "Rita <rita@road.example>");
        var second = await App.CheckAsync(mailbox);
        Assert.Equal((0, 1), (second.New, second.Replied));
        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(t => t.Number == number, Ct);
        Assert.Equal((3, TicketStatus.Open), (ticket.MessageCount, ticket.Status));
        Assert.All(await db.Messages.Where(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Incoming).Select(m => m.ConversationId).ToListAsync(Ct), Assert.NotNull);
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
    }

    [Fact]
    public async Task A_reply_carries_signature_and_quote_and_its_answer_finds_back_by_the_address_alone()
    {
        var support = App.Office.Person("signed").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support);
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/answers", ("Signature", "Contoso Support\n+1 555 0100"), ("ReopensForDays", "30"), ("UsesTicketAddress", "true"));
        App.Office.Write(support, "Signed and quoted", "Does it burn?", from: "Rita <rita@signed.example>");
        await App.CheckAsync(mailbox);
        var number = await NumberOfAsync("Signed and quoted");
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "It does."), ("Seen", "1"));
        await App.CheckAsync(mailbox);

        var received = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("rita@signed.example").ToArray() is [.., var last] ? last : null));

        Assert.Matches(@"^It does\.\r?\n\r?\n-- \r?\nContoso Support\r?\n\+1 555 0100\r?\n\r?\nOn \d+ \w+ \d{4} at \d\d:\d\d, Rita <rita@signed\.example> wrote:\r?\n>\s?Does it burn\?", received.TextBody);
        Assert.Contains("<blockquote type=\"cite\"", received.HtmlBody, StringComparison.Ordinal);
        var address = Assert.Single(received.ReplyTo.Mailboxes).Address;
        Assert.StartsWith($"signed+{number}.", address, StringComparison.Ordinal);

        App.Office.Simulator.Customers.Send(System.Text.Encoding.UTF8.GetBytes($"From: phone@signed.example\r\nTo: <{address}>\r\nSubject: \r\nMessage-ID: <bare@signed.example>\r\n\r\nThanks\r\n"), address);
        var second = await App.CheckAsync(mailbox);
        Assert.Equal((0, 1), (second.New, second.Replied));
    }

    [Fact]
    public async Task A_mail_over_the_limits_is_set_aside_with_its_source_and_its_reason_and_the_others_go_on()
    {
        var support = App.Office.Person("limits").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support);
        var headers = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"X-Long-{i}: {new string('x', 60)}\r\n"));
        App.Office.Simulator.Customers.Send(System.Text.Encoding.UTF8.GetBytes($"From: h@limits.example\r\n{headers}Subject: Over the limits\r\n\r\nHello\r\n"), support);
        App.Office.Write(support, "Within the limits", from: "w@limits.example");

        var report = await App.CheckAsync(mailbox);

        Assert.Equal((1, 1, null), (report.New, report.Quarantined, report.Fault));
        await using var db = App.Database();
        var entry = await db.Intake.SingleAsync(e => e.MailboxId == mailbox && e.Fate == IntakeFate.Quarantined, Ct);
        Assert.NotNull(entry.Raw);
        Assert.Contains("The headers are longer than can be read", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);
        Assert.False(await db.Tickets.AnyAsync(t => t.Subject == "Over the limits", Ct));
    }

    [Fact]
    public async Task A_reply_is_shown_as_sent_once_its_copy_lies_in_sent_items()
    {
        var support = App.Office.Person("sent").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support);
        App.Office.Write(support, "Sent or not", from: "s@sent.example");
        await App.CheckAsync(mailbox);
        var number = await NumberOfAsync("Sent or not");

        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "yes"), ("Seen", "1"));
        await App.CheckAsync(mailbox);

        await Eventually.TrueAsync(async () =>
        {
            await using var db = App.Database();
            return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.State == OutboxState.Sent, Ct);
        });
        Assert.Single(App.Office.Inbox("s@sent.example"));
        Assert.Contains("data-state=\"sent\"", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_that_name_the_message_id_exchange_gave_find_the_ticket_too()
    {
        var support = App.Office.Person("renamed").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support);
        App.Office.Write(support, "Renamed id", from: "r@renamed.example");
        await App.CheckAsync(mailbox);
        var number = await NumberOfAsync("Renamed id");
        App.Office.Simulator.Settings.ReplaceMessageId = true;
        try
        {
            await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "yes"), ("Seen", "1"));
            await App.CheckAsync(mailbox);
            await Eventually.TrueAsync(async () =>
            {
                await using var db = App.Database();
                return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.State == OutboxState.Sent, Ct);
            });
        }
        finally
        {
            App.Office.Simulator.Settings.ReplaceMessageId = false;
        }

        App.Office.Write(support, "thanks", inReplyTo: App.Office.Inbox("r@renamed.example")[0].MessageId, from: "r@renamed.example");
        Assert.Equal(1, (await App.CheckAsync(mailbox)).Replied);
    }

    [Fact]
    public async Task Mail_older_than_the_connection_is_left_alone_unless_it_is_asked_for()
    {
        var support = App.Office.Person("older").Mail;
        App.Office.Write(support, "From before");
        App.Time.Advance(TimeSpan.FromSeconds(2)); // within one second nobody can tell before from after
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support, ("Import", "now"));

        var report = await App.CheckAsync(mailbox);

        await using var db = App.Database();
        Assert.False(await db.Tickets.AnyAsync(t => t.Subject == "From before", Ct));
        Assert.Equal(0, report.New);
    }

    [Fact]
    public async Task Large_attachments_arrive_whole()
    {
        var support = App.Office.Person("large").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, support);
        App.Office.Write(support, "Send me the plan", from: "p@large.example");
        await App.CheckAsync(mailbox);
        var number = await NumberOfAsync("Send me the plan");
        var (small, large) = (Noise(2_000_000), Noise(9_000_000));

        var response = await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "Here it is"), ("Seen", "1")], [("small.bin", small), ("large plan.bin", large)], "Files");
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        await App.CheckAsync(mailbox);

        var received = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("p@large.example").ToArray() is [.., var last] ? last : null));
        var files = received.Attachments.OfType<MimeKit.MimePart>().ToDictionary(a => a.FileName!, Bytes);
        Assert.Equal(small, files["small.bin"]);
        Assert.Equal(large, files["large plan.bin"]);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Bytes(MimeKit.MimePart part)
    {
        using var buffer = new MemoryStream();
        part.Content!.DecodeTo(buffer, Ct);
        return buffer.ToArray();
    }

    private async Task<long> NumberOfAsync(string subject)
    {
        await using var db = App.Database();
        return await db.Tickets.Where(t => t.Subject == subject).Select(t => t.Number).SingleAsync(Ct);
    }
}

public sealed class RoadOnSqlite(SqliteApp app) : RoadTests<SqliteApp>(app);

public sealed class RoadOnPostgreSql(PostgreSqlApp app) : RoadTests<PostgreSqlApp>(app);
