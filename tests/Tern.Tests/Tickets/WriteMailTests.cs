using System.Net;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>An agent begins a ticket by writing to somebody.</summary>
public abstract class WriteMailTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_new_mail_is_a_ticket_that_waits_for_its_answer_and_gets_it()
    {
        var account = App.Office.Person("writer");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);

        var sent = await ann.PostFilesAsync(
            "/tickets/new",
            "/tickets/new",
            [("From", account.Mail), ("To", "Nina New <nina@begun.example>"), ("MoreCc", "paul@begun.example"), ("Bcc", "boss@begun.example"), ("Subject", "Your contract"), ("Text", "It ends in May.")],
            [("contract.txt", "old and new"u8.ToArray())],
            "Files");

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        await using var db = App.Database();
        var ticket = await db.Tickets.Include(ticket => ticket.Customer).Include(ticket => ticket.Assignee).SingleAsync(ticket => ticket.Subject == "Your contract", Ct);
        Assert.Equal($"/tickets/{ticket.Number}?view=pending", sent.Headers.Location!.OriginalString);
        Assert.Equal(
            (TicketStatus.Pending, "Nina New", "nina@begun.example", TernApp.AdministratorEmail, mailbox),
            (ticket.Status, ticket.Customer!.Name, ticket.Customer.Address, ticket.Assignee!.Email, ticket.MailboxId));
        await App.CheckAsync(mailbox);
        var mail = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("nina@begun.example") is [.., var last] ? last : null));
        Assert.Equal(($"Your contract [#{ticket.Number}]", account.Mail, "contract.txt"), (mail.Subject, mail.From.Mailboxes.Single().Address, Assert.Single(mail.Attachments.OfType<MimePart>()).FileName));
        Assert.Equal((null, 0), (mail.InReplyTo, mail.References.Count));
        Assert.Single(App.Office.Inbox("boss@begun.example"));

        App.Office.Write(account.Mail, "Re: Your contract", "I want to stay.", inReplyTo: mail.MessageId, from: "Nina New <nina@begun.example>");
        await App.CheckAsync(mailbox);
        await db.Entry(ticket).ReloadAsync(Ct);
        Assert.Equal((TicketStatus.Open, 2), (ticket.Status, ticket.MessageCount));
        Assert.DoesNotContain("Not the customer", await ann.ReadAsync($"/tickets/{ticket.Number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_lost_its_headers_comes_back_by_the_number()
    {
        using var ann = await App.SignInAsync();
        await App.ConnectAsync(ann, App.Office.Person("numbered").Mail);
        await ann.PostAsync("/tickets/new", "/tickets/new", ("From", "numbered@contoso.example"), ("To", "nina@number.example"), ("Subject", "By number"), ("Text", "Please answer."));
        await using var db = App.Database();
        var number = await db.Tickets.Where(ticket => ticket.Subject == "By number").Select(ticket => ticket.Number).SingleAsync(Ct);

        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "nina@number.example", subject: $"AW: By number [#{number}]")));
        Assert.NotEqual(number, await App.DeliverOneAsync(Letter(from: "stranger@number.example", subject: $"AW: By number [#{number}]")));
    }

    [Fact]
    public async Task The_same_form_sent_again_writes_nothing_and_leads_to_the_ticket_of_the_first_time()
    {
        using var ann = await App.SignInAsync();
        await App.ConnectAsync(ann, App.Office.Person("once").Mail);
        var page = await ann.ReadAsync("/tickets/new");
        (string, string)[] fields = [("Key", Key(page)), ("From", "once@contoso.example"), ("To", "nina@once.example"), ("Subject", "Only once"), ("Text", "It ends in May.")];
        var token = await ann.TokenAsync("/tickets/new");
        var wrong = await ann.PostWithTokenAsync("/tickets/new", token, [.. fields, ("Bcc", "nonsense")]);
        Assert.Contains($"name=\"Key\" value=\"{Key(page)}\"", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        var answers = await Task.WhenAll(ann.PostWithTokenAsync("/tickets/new", token, fields), ann.PostWithTokenAsync("/tickets/new", token, fields));
        var late = await ann.PostAsScriptAsync("/tickets/new", "/tickets/new", fields);

        await using var db = App.Database();
        var number = await db.Tickets.Where(ticket => ticket.Subject == "Only once").Select(ticket => ticket.Number).SingleAsync(Ct);
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.SeeOther, $"/tickets/{number}?view=pending"), (answer.StatusCode, answer.Headers.Location?.OriginalString)));
        Assert.Equal($"/tickets/{number}?view=pending", late.Headers.GetValues("HX-Redirect").Single());
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));
        Assert.NotEqual(Key(page), Key(await ann.ReadAsync("/tickets/new")));
    }

    [Theory]
    [InlineData("Text", "It ends in June.")]
    [InlineData("Subject", "Twice after all")]
    [InlineData("To", "nina@other.example")]
    [InlineData("Bcc", "boss@other.example")]
    public async Task What_was_changed_since_the_form_was_sent_is_not_taken_for_sent_and_leaves_when_somebody_says_so(string field, string changed)
    {
        using var ann = await App.SignInAsync();
        var from = App.Office.Person($"changed-{field.ToLowerInvariant()}").Mail;
        await App.ConnectAsync(ann, from);
        var subject = $"Changed {field}";
        var page = await ann.ReadAsync("/tickets/new");
        var fields = new Dictionary<string, string> { ["Key"] = Key(page), ["From"] = from, ["To"] = "nina@changed.example", ["Subject"] = subject, ["Text"] = "It ends in May." };
        Task<HttpResponseMessage> PostAsync() => ann.PostAsync("/tickets/new", "/tickets/new", [.. fields.Select(f => (f.Key, f.Value))]);
        await PostAsync();
        await using var db = App.Database();
        var number = await db.Tickets.Where(ticket => ticket.Subject == subject).Select(ticket => ticket.Number).SingleAsync(Ct);

        fields[field] = changed;
        var refused = await PostAsync();
        var told = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains($"A mail has left from this form before, in ticket #{number}", told, StringComparison.Ordinal);
        Assert.Contains($"href=\"/tickets/{number}\"", told, StringComparison.Ordinal);
        Assert.Contains(fields["Text"], told, StringComparison.Ordinal);

        fields["Anew"] = told.Split("name=\"Anew\" value=\"")[1].Split('"')[0];
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.SeeOther], [(await PostAsync()).StatusCode, (await PostAsync()).StatusCode]);
        Assert.Equal(2, await db.Tickets.CountAsync(ticket => ticket.Subject == subject || ticket.Subject == changed, Ct));
    }

    [Fact]
    public async Task A_key_that_was_not_made_for_the_form_overwrites_nothing_and_holds_up_no_mail()
    {
        using var ann = await App.SignInAsync();
        using var bob = await App.SignInAsync("bob@example.org", isAdministrator: false);
        await App.ConnectAsync(ann, App.Office.Person("tampered").Mail);
        var asked = await App.DeliverOneAsync(Letter(from: "carla@tampered.example", body: "My own words"));
        await using var db = App.Database();
        var theirs = await db.Messages.AsNoTracking().SingleAsync(message => message.FromAddress == "carla@tampered.example", Ct);

        foreach (var (browser, key) in new[] { (ann, theirs.Id.ToString()), (ann, "nonsense"), (ann, ""), (ann, "0192f0c4-0000-7000-8000-00000000abcd"), (bob, "0192f0c4-0000-7000-8000-00000000abcd") })
        {
            var sent = await browser.PostAsync("/tickets/new", "/tickets/new", ("Key", key), ("From", "tampered@contoso.example"), ("To", "nina@tampered.example"), ("Subject", "Five mails"), ("Text", "Hello"));
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        }

        Assert.Equal(5, await db.Tickets.CountAsync(ticket => ticket.Subject == "Five mails", Ct));
        var after = await db.Messages.AsNoTracking().SingleAsync(message => message.Id == theirs.Id, Ct);
        Assert.Equal((theirs.VisibleText, theirs.TicketId, theirs.Kind), (after.VisibleText, after.TicketId, after.Kind));
        Assert.Equal(1, await db.Tickets.Where(ticket => ticket.Number == asked).Select(ticket => ticket.MessageCount).SingleAsync(Ct));
    }

    [Fact]
    public async Task An_address_that_two_mailboxes_write_under_leaves_from_the_one_that_receives_there()
    {
        using var ann = await App.SignInAsync();
        var (billing, support) = (App.Office.Person("a-billing").Mail, App.Office.Person("z-support").Mail);
        var first = await App.ConnectAsync(ann, billing);
        var second = await App.ConnectAsync(ann, support);
        await ann.PostAsync($"/mailboxes/{first}", $"/mailboxes/{first}", ("Address", billing), ("FurtherSenders", support), ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId));

        await ann.PostAsync("/tickets/new", "/tickets/new", ("From", support.ToUpperInvariant()), ("To", "nina@two.example"), ("Subject", "From support"), ("Text", "Hello"));

        await using var db = App.Database();
        Assert.Equal(second, await db.Tickets.Where(ticket => ticket.Subject == "From support").Select(ticket => ticket.MailboxId).SingleAsync(Ct));
    }

    [Theory]
    [InlineData("To", "nobody", "is no address")]
    [InlineData("Subject", " ", "needs a subject")]
    [InlineData("Text", " ", "nothing to send")]
    [InlineData("From", "ceo@contoso.example", "is no address that this mailbox writes under")]
    [InlineData("To", "refusing@contoso.example", "is a mailbox of this desk")]
    public async Task What_cannot_be_sent_is_said_and_begins_no_ticket(string field, string value, string said)
    {
        using var ann = await App.SignInAsync();
        await using var db = App.Database();
        if (!await db.Set<Features.Mailboxes.Mailbox>().AnyAsync(one => one.AddressNormalized == "refusing@contoso.example", Ct))
        {
            await App.ConnectAsync(ann, App.Office.Person("refusing").Mail);
        }

        var before = await db.Tickets.CountAsync(Ct);
        var fields = new Dictionary<string, string> { ["From"] = "refusing@contoso.example", ["To"] = "nina@wrong.example", ["Subject"] = "Hello", ["Text"] = "Hello" };
        fields[field] = value;

        var refused = await ann.PostAsync("/tickets/new", "/tickets/new", [.. fields.Select(one => (one.Key, one.Value))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(said, WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal(before, await db.Tickets.CountAsync(Ct));
    }

    private static string Key(string page) => page.Split("name=\"Key\" value=\"")[1].Split('"')[0];
}

public sealed class WriteMailOnSqlite(SqliteApp app) : WriteMailTests<SqliteApp>(app);

public sealed class WriteMailOnPostgreSql(PostgreSqlApp app) : WriteMailTests<PostgreSqlApp>(app);
