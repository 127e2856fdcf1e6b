using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Tickets;

/// <summary>A message is passed on to somebody outside, and what he answers comes back into the ticket without being taken for the customer's.</summary>
public abstract class ForwardMessageTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public async Task It_arrives_with_its_headers_its_picture_and_the_chosen_files_and_the_answer_comes_back()
    {
        var (ann, mailbox, number, message) = await AskedAsync("builder-desk", "The roof leaks");
        using var browser = ann;
        await using var db = App.Database();
        var files = await db.Attachments.Where(file => file.MessageId == message && !file.IsInline).OrderBy(file => file.Name).ToListAsync(Ct);
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}/messages/{message}/forward"));
        Assert.Contains("bill.txt", page, StringComparison.Ordinal);
        Assert.Contains("It drips on the table", page, StringComparison.Ordinal);

        var answer = await ann.PostAsync(
            $"/tickets/{number}/messages/{message}/forward", $"/tickets/{number}/messages/{message}/forward",
            ("To", "Bob Builder <bob@builder.example>"), ("Text", "Can you mend this?"), ("Keep", files.Single(file => file.Name == "plan.txt").Id.ToString()));
        Assert.Equal((HttpStatusCode.SeeOther, true), (answer.StatusCode, answer.Headers.Location!.OriginalString.StartsWith($"/tickets/{number}?", StringComparison.Ordinal)));
        await App.CheckAsync(mailbox);

        var mail = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("bob@builder.example") is [.., var last] ? last : null));
        Assert.Equal($"Fwd: The roof leaks [#{number}]", mail.Subject);
        Assert.StartsWith("Can you mend this?", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("---------- Forwarded message ----------", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("From: Carla <carla@builder-desk.example>", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("It drips on the table", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(["plan.txt"], mail.Attachments.OfType<MimePart>().Select(part => part.FileName));
        Assert.Contains(mail.BodyParts.OfType<MimePart>(), part => part.ContentType.IsMimeType("image", "png"));
        Assert.Empty(App.Office.Inbox("carla@builder-desk.example"));

        App.Office.Write("builder-desk@contoso.example", "Re: something", "Tomorrow at nine.", inReplyTo: mail.MessageId, from: "Bob Builder <bob@builder.example>");
        await App.CheckAsync(mailbox);
        var theirs = await db.Messages.SingleAsync(row => row.FromAddress == "bob@builder.example", Ct);
        Assert.Equal((number, MessageKind.Incoming, true), (await db.Tickets.Where(ticket => ticket.Id == theirs.TicketId).Select(ticket => ticket.Number).SingleAsync(Ct), theirs.Kind, theirs.IsOfThirdParty));
        var ticket = WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}"));
        Assert.Contains("Not the customer", ticket, StringComparison.Ordinal);
        Assert.Contains("name=\"To\" value=\"carla@builder-desk.example\"", ticket, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_in_the_outbox_and_the_customer_still_waits_for_an_answer()
    {
        var (ann, _, number, message) = await AskedAsync("outbox-desk", "A second roof");
        using var browser = ann;

        await ann.PostAsync($"/tickets/{number}/messages/{message}/forward", $"/tickets/{number}/messages/{message}/forward", ("To", "bob@outbox.example"), ("Bcc", "chief@outbox.example"));

        await using var db = App.Database();
        var forward = await db.Messages.SingleAsync(row => row.ForwardOfId == message, Ct);
        var item = await db.Outbox.SingleAsync(row => row.MessageId == forward.Id, Ct);
        var ticket = await db.Tickets.SingleAsync(row => row.Number == number, Ct);
        Assert.Equal((MessageKind.Forward, 2, false, TicketStatus.New), (forward.Kind, item.Recipients, ticket.IsAnswered, ticket.Status));
        Assert.True(await db.TicketEvents.AnyAsync(entry => entry.MessageId == forward.Id && entry.Kind == TicketEventKind.Forwarded, Ct));
        Assert.Contains($"href=\"#m-{message.Value:N}\"", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_is_never_passed_on_and_a_wrong_address_keeps_everything()
    {
        var (ann, _, number, message) = await AskedAsync("note-desk", "A third roof");
        using var browser = ann;
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/note", ("Text", "He never pays."));
        await using var db = App.Database();
        var note = await db.Messages.Where(row => row.Kind == MessageKind.Note && row.VisibleText == "He never pays.").Select(row => row.Id).SingleAsync(Ct);

        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync($"/tickets/{number}/messages/{note}/forward")).StatusCode);
        var token = await ann.TokenAsync($"/tickets/{number}/messages/{message}/forward");
        Assert.Equal(HttpStatusCode.NotFound, (await ann.PostWithTokenAsync($"/tickets/{number}/messages/{note}/forward", token, ("To", "bob@note.example"))).StatusCode);
        var refused = await ann.PostWithTokenAsync($"/tickets/{number}/messages/{message}/forward", token, ("To", "bob@note"), ("Text", "My words"));

        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“bob@note” is no address", page, StringComparison.Ordinal);
        Assert.Contains("My words</textarea>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", page[page.IndexOf("kept-files", StringComparison.Ordinal)..page.IndexOf("passed-on", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_form_sent_again_passes_on_nothing_and_leads_to_the_ticket()
    {
        var (ann, _, number, message) = await AskedAsync("once-desk", "A fourth roof");
        using var browser = ann;
        var form = $"/tickets/{number}/messages/{message}/forward";
        var key = (await ann.ReadAsync(form)).Split("name=\"Key\" value=\"")[1].Split('"')[0];
        var token = await ann.TokenAsync(form);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ann.PostWithTokenAsync(form, token, ("Key", key), ("To", "bob@once.example"))));
        var late = await ann.PostWithTokenAsync(form, token, ("Key", key), ("To", "bob@once.example"));

        Assert.All(answers.Append(late), answer => Assert.Equal((HttpStatusCode.SeeOther, true), (answer.StatusCode, answer.Headers.Location!.OriginalString.StartsWith($"/tickets/{number}?", StringComparison.Ordinal))));
        await using var db = App.Database();
        Assert.Equal(1, await db.Messages.CountAsync(row => row.ForwardOfId == message, Ct));
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));

        var toAnother = await ann.PostWithTokenAsync(form, token, ("Key", key), ("To", "bea@once.example"));
        Assert.Equal(HttpStatusCode.Conflict, toAnother.StatusCode);
        Assert.Contains($"A mail has left from this form before, in ticket #{number}", await toAnother.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task Another_choice_of_files_is_not_taken_for_sent()
    {
        var (ann, _, number, message) = await AskedAsync("chosen-desk", "A seventh roof");
        using var browser = ann;
        var form = $"/tickets/{number}/messages/{message}/forward";
        var page = await ann.ReadAsync(form);
        var key = page.Split("name=\"Key\" value=\"")[1].Split('"')[0];
        var file = page.Split("name=\"Keep\" value=\"")[1].Split('"')[0];
        var token = await ann.TokenAsync(form);
        (string, string)[] fields = [("Key", key), ("To", "bob@chosen.example")];

        var with = await ann.PostWithTokenAsync(form, token, [.. fields, ("Keep", file)]);
        var again = await ann.PostWithTokenAsync(form, token, [.. fields, ("Keep", file)]);
        var without = await ann.PostWithTokenAsync(form, token, fields);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (with.StatusCode, again.StatusCode, without.StatusCode));
        await using var db = App.Database();
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task Pictures_of_the_message_count_because_they_go_along()
    {
        var (ann, mailbox, number, message) = await AskedAsync("large-desk", "A fifth roof", pictureBytes: 3_000_000);
        using var browser = ann;
        var form = $"/tickets/{number}/messages/{message}/forward";
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/largest-mail", ("Megabytes", "5")); // of which files may take 3.7

        var refused = await ann.PostFilesAsync(form, form, [("To", "bob@large.example"), ("Text", "My words")], [("plan.zip", new byte[1_000_000])], "Files");
        var sent = await ann.PostAsync(form, form, ("To", "bob@large.example"), ("Text", "My words"));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.SeeOther), (refused.StatusCode, sent.StatusCode));
        Assert.Contains("My words</textarea>", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_called_so()
    {
        var (ann, _, number, message) = await AskedAsync("long-desk", "A sixth roof");
        using var browser = ann;
        var form = $"/tickets/{number}/messages/{message}/forward";

        var refused = await ann.PostAsScriptAsync(form, form, ("To", "bob@long.example"), ("Text", new string('a', 200_001)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("The text is longer than 200,000 characters", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    /// <summary>A mail with a picture in its text and two files.</summary>
    private async Task<(TernClient Browser, MailboxId Mailbox, long Number, MessageId Message)> AskedAsync(string name, string subject, int pictureBytes = 0)
    {
        var account = App.Office.Person(name);
        var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        var raw =
            $"From: Carla <carla@{name}.example>\r\nTo: <{account.Mail}>\r\nSubject: {subject}\r\nMessage-ID: <{name}@asked.example>\r\nDate: {App.Time.GetUtcNow():R}\r\nMIME-Version: 1.0\r\n" +
            "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
            "<p>It drips on the table: <img src=\"cid:drop\" alt=\"drop\"></p>\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <drop>\r\nContent-Disposition: inline; filename=drop.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
            $"{Convert.ToBase64String([.. Convert.FromBase64String(Pixel), .. new byte[pictureBytes]], Base64FormattingOptions.InsertLineBreaks)}\r\n--r--\r\n" +
            "--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=plan.txt\r\n\r\nthe plan\r\n--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=bill.txt\r\n\r\nthe bill\r\n--m--\r\n";
        App.Office.Simulator.Customers.Send(Encoding.UTF8.GetBytes(raw), account.Mail);
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(row => row.Subject == subject, Ct);
        return (ann, mailbox, ticket.Number, await db.Messages.Where(row => row.TicketId == ticket.Id).Select(row => row.Id).SingleAsync(Ct));
    }
}

public sealed class ForwardMessageOnSqlite(SqliteApp app) : ForwardMessageTests<SqliteApp>(app);

public sealed class ForwardMessageOnPostgreSql(PostgreSqlApp app) : ForwardMessageTests<PostgreSqlApp>(app);
