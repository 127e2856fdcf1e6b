using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

public abstract class SendReplyTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_reply_is_message_outbox_row_and_event_at_once()
    {
        var number = await App.DeliverOneAsync(Letter(from: "Carla <carla@reply.example>", subject: "Re: Printer", id: "q@reply.example"));
        using var ann = await App.SignInAsync();

        var response = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Try again."), ("Seen", "1"), ("Status", "Pending"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.StartsWith("""{"ternSent":{"key":"0""", response.Headers.GetValues("HX-Trigger").Single(), StringComparison.Ordinal);
        await using var db = App.Database();
        var reply = await db.Messages.SingleAsync(message => message.Kind == MessageKind.Reply && message.InReplyTo == "q@reply.example", Ct);
        var outbox = await db.Outbox.SingleAsync(item => item.MessageId == reply.Id, Ct);
        Assert.Equal(($"Re: Printer [#{number}]", "carla@reply.example", "Try again."), (reply.Subject, reply.To[0].Address, reply.VisibleText));
        Assert.Equal((OutboxState.Queued, reply.MessageIdHeader, Support.Id), (outbox.State, outbox.MessageIdHeader, outbox.MailboxId));
        Assert.StartsWith($"{outbox.Key.Value:N}.{number}.", outbox.MessageIdHeader, StringComparison.Ordinal);
        Assert.EndsWith("@desk.example", outbox.MessageIdHeader, StringComparison.Ordinal);
        Assert.Equal(TicketStatus.Pending, (await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct)).Status);
        Assert.True(await db.TicketEvents.AnyAsync(entry => entry.MessageId == reply.Id && entry.Kind == TicketEventKind.ReplyAdded, Ct));
    }

    [Fact]
    public async Task A_reply_that_comes_twice_leaves_once_and_what_was_changed_since_is_named()
    {
        var number = await App.DeliverOneAsync(Letter(from: "carla@twice.example", subject: "Twice"));
        using var ann = await App.SignInAsync();
        var (page, reply) = ($"/tickets/{number}", $"/tickets/{number}/reply");
        var key = Key(await ann.ReadAsync(page));
        var token = await ann.TokenAsync(page);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ann.PostWithTokenAsync(reply, token, ("Key", key), ("Text", "It left today."), ("Seen", "1"))));
        var reopened = await ann.PostAsScriptAsync(page, reply, ("Key", key), ("Text", "It left today.\r\n"), ("Seen", "2"));
        var changed = await ann.PostAsScriptAsync(page, reply, ("Key", key), ("Text", "It left yesterday."), ("Seen", "2"));
        var told = await changed.Content.ReadAsStringAsync(Ct);
        var withFile = await ann.PostFilesAsync(page, reply, [("Key", key), ("Text", "It left today."), ("Seen", "2")], [("plan.pdf", new byte[77])], "Files");

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Conflict), (reopened.StatusCode, changed.StatusCode, withFile.StatusCode));
        Assert.Contains("Your answer has left before", told, StringComparison.Ordinal);
        Assert.Contains("It left today.</textarea>", await withFile.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await using var db = App.Database();
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));

        var anew = told.Split("name=\"Anew\" value=\"")[1].Split('"')[0];
        Assert.Equal(HttpStatusCode.NoContent, (await ann.PostAsScriptAsync(page, reply, ("Key", key), ("Anew", anew), ("Text", "It left yesterday."), ("Seen", "2"))).StatusCode);
        Assert.Equal(2, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task A_note_that_comes_twice_is_one_and_another_is_another()
    {
        var number = await App.DeliverOneAsync(Letter(from: "carla@noted.example", subject: "Noted"));
        using var ann = await App.SignInAsync();
        var (page, note) = ($"/tickets/{number}", $"/tickets/{number}/note");
        var key = Key(await ann.ReadAsync(page));
        Task<HttpResponseMessage> ReplyAsync(int seen) => ann.PostAsScriptAsync(page, $"/tickets/{number}/reply", ("Key", key), ("Text", "We call you."), ("Seen", $"{seen}"));
        foreach (var text in (string[])["Call her.", "Call her.", "Do not call her."])
        {
            Assert.Equal(HttpStatusCode.NoContent, (await ann.PostAsScriptAsync(page, note, ("Key", key), ("Text", text), ("Mode", "note"))).StatusCode);
        }

        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(t => t.Number == number, Ct);
        await ReplyAsync(3);
        await ReplyAsync(4); // what the note took of the form's name leaves the answer its own
        Assert.Equal(1, await db.Outbox.CountAsync(item => item.TicketNumber == number, Ct));
        Assert.Equal(["Call her.", "Do not call her."], await db.Messages.Where(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Note).OrderBy(m => m.CreatedAt).Select(m => m.VisibleText).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_reply_goes_to_the_person_who_wrote_last_and_not_to_a_machine_that_answered_since()
    {
        var number = await App.DeliverOneAsync(Letter(from: "person@machine.example", id: "q@machine.example"));
        await App.DeliverOneAsync(Letter(from: "away@machine.example", inReplyTo: "q@machine.example", more: "Auto-Submitted: auto-replied\r\n"));
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "9"));

        await using var db = App.Database();
        var reply = await db.Messages.SingleAsync(message => message.Kind == MessageKind.Reply && message.InReplyTo == "q@machine.example", Ct);
        Assert.Equal("person@machine.example", Assert.Single(reply.To).Address);
    }

    [Fact]
    public async Task A_tickets_own_address_is_ours_and_gets_no_copy()
    {
        var number = await App.DeliverOneAsync(Letter(from: "kate@plus.example"));
        var tokens = await App.Services.GetRequiredService<ReplyKeys>().TokensAsync(Ct);
        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct);
        var address = tokens.Address("support@desk.example", number, ticket.Id.Value)!;
        await App.DeliverOneAsync($"From: kate@plus.example\r\nTo: {address}\r\nMessage-ID: <plus@plus.example>\r\n\r\nAgain\r\n");
        using var ann = await App.SignInAsync();

        Assert.DoesNotContain(address, await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
        Assert.False(await db.Participants.AnyAsync(participant => participant.AddressNormalized == address, Ct));
    }

    [Fact]
    public async Task The_customers_answer_to_our_reply_lands_in_the_same_ticket_and_our_copy_is_ignored()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"));
        await using var db = App.Database();
        var header = await db.Outbox.Where(item => item.TicketNumber == number).Select(item => item.MessageIdHeader).SingleAsync(Ct);

        Assert.Equal(number, await App.DeliverOneAsync(Letter(inReplyTo: header)));
        Assert.Equal(IntakeIgnored.OwnCopy, Assert.IsType<IntakeOutcome.Ignored>((await App.DeliverAsync(Letter(from: "support@desk.example", id: header)))[0]).Reason);
    }

    [Fact]
    public async Task Who_has_not_seen_the_newest_message_is_told_and_loses_nothing()
    {
        var number = await App.DeliverOneAsync(Letter(id: "q@conflict.example"));
        await App.DeliverOneAsync(Letter(inReplyTo: "q@conflict.example", body: "It works now"));
        using var ann = await App.SignInAsync();

        var response = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "My long answer"), ("Seen", "1"));

        var page = await response.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("My long answer</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"Confirmed\" value=\"2\"", page, StringComparison.Ordinal);
        var again = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "My long answer"), ("Seen", "1"), ("Confirmed", "2"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task An_answer_to_all_goes_to_no_mailbox_of_our_own()
    {
        var sales = App.Office.Person("sales").Mail;
        using var ann = await App.SignInAsync();
        await App.ConnectAsync(ann, sales);
        var number = await App.DeliverOneAsync(Letter(more: $"Cc: Paul <paul@cc.example>, {sales.ToUpperInvariant()}\r\n"));

        var page = await ann.ReadAsync($"/tickets/{number}");
        var refused = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"), ("Cc", "paul@cc.example"), ("Cc", sales));

        Assert.Contains("value=\"paul@cc.example\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"value=\"{sales}\"", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"{sales} is a mailbox of this desk", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_called_so_and_the_end_of_a_line_counts_once()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        var (most, lines) = (new string('a', 200_000), string.Concat(Enumerable.Repeat("a\r\n", 100_000)));

        var refused = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", most + "a"), ("Seen", "1"));
        var note = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/note", ("Text", most + "a"));
        var taken = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", lines), ("Seen", "1"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NoContent), (refused.StatusCode, note.StatusCode, taken.StatusCode));
        Assert.Contains("The text is longer than 200,000 characters", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("The text is longer than 200,000 characters", await note.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_reply_is_refused()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        var response = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "  "), ("Seen", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task A_note_stays_inside()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();

        var response = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/note", ("Text", "Careful with this one"));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(item => item.TicketNumber == number, Ct));
        Assert.Contains("Careful with this one", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_is_sent_as_an_answer_is_refused_and_comes_back_as_a_note()
    {
        var number = await App.DeliverOneAsync(Letter(more: "Cc: paul@inside.example\r\n"));
        using var ann = await App.SignInAsync();

        var refused = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "He never pays."), ("Seen", "1"), ("Mode", "note"), ("Cc", "paul@inside.example"), ("Confirmed", "1"));

        var page = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("An internal note goes to nobody", page, StringComparison.Ordinal);
        AssertIsNote(page, "He never pays.");
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task A_note_that_is_refused_comes_back_as_a_note_and_not_in_a_composer_that_would_send_it()
    {
        var (number, survivor) = (await App.DeliverOneAsync(Letter(more: "Cc: paul@inside.example\r\n")), await App.DeliverOneAsync(Letter()));
        using var ann = await App.SignInAsync();
        var tooLong = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/note", ("Text", "He never pays. " + new string('a', 200_000)), ("Mode", "note"), ("Bcc", "boss@inside.example"));
        var token = await ann.TokenAsync($"/tickets/{number}");
        await ann.PostWithTokenAsync($"/tickets/{number}/merge", token, ("Into", $"{survivor}"));

        var merged = await ann.PostWithTokenAsync($"/tickets/{number}/note", token, ("Text", "Ask the lawyer first."), ("Mode", "note"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict), (tooLong.StatusCode, merged.StatusCode));
        var page = await tooLong.Content.ReadAsStringAsync(Ct);
        AssertIsNote(page, "He never pays. aaa");
        Assert.Contains("name=\"Bcc\" value=\"boss@inside.example\"", page, StringComparison.Ordinal);
        page = await merged.Content.ReadAsStringAsync(Ct);
        AssertIsNote(page, "Ask the lawyer first.");
        Assert.Contains("merged into another", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_and_assignee_change_and_leave_their_events()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        await using var db = App.Database();
        var me = (await db.Set<Features.Identity.Agent>().SingleAsync(agent => agent.Email == TernApp.AdministratorEmail, Ct)).Id;

        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/status", ("Status", "Solved"));
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/assignee", ("Agent", me.ToString()));

        var ticket = await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct);
        Assert.Equal((TicketStatus.Solved, me), (ticket.Status, ticket.AssigneeId));
        Assert.Equal(
            [TicketEventKind.Created, TicketEventKind.StatusChanged, TicketEventKind.Assigned],
            await db.TicketEvents.Where(entry => entry.TicketNumber == number).OrderBy(entry => entry.Id).Select(entry => entry.Kind).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_ticket_is_given_back_to_nobody_as_the_list_of_the_page_says_it()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        await using var db = App.Database();
        var me = (await db.Set<Features.Identity.Agent>().SingleAsync(agent => agent.Email == TernApp.AdministratorEmail, Ct)).Id;
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/assignee", ("Agent", me.ToString()));

        var answer = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/assignee", ("Agent", ""));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Null(await db.Tickets.Where(ticket => ticket.Number == number).Select(ticket => ticket.AssigneeId).SingleAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/assignee", ("Agent", "nonsense"))).StatusCode);
    }

    private static void AssertIsNote(string page, string text)
    {
        Assert.Contains("name=\"Mode\" value=\"note\" checked", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"reply\" checked", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"all\" checked", page, StringComparison.Ordinal);
        Assert.Contains(text, page[page.IndexOf("<textarea id=\"composer-text\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static string Key(string page) => page.Split("name=\"Key\" value=\"")[1].Split('"')[0];
}

public sealed class SendReplyOnSqlite(SqliteApp app) : SendReplyTests<SqliteApp>(app);

public sealed class SendReplyOnPostgreSql(PostgreSqlApp app) : SendReplyTests<PostgreSqlApp>(app);
