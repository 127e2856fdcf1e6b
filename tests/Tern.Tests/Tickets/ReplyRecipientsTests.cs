using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>Who gets an answer is the agent's decision: anybody may be added or left out, seen beforehand, and what is no address is named.</summary>
public abstract class ReplyRecipientsTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task Anybody_may_be_written_to_and_agents_see_the_blind_copies()
    {
        var number = await App.DeliverOneAsync(Letter(from: "Carla <carla@to.example>"));
        using var ann = await App.SignInAsync();

        var answer = await ann.PostAsync(
            $"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "To you all."), ("Seen", "1"), ("To", "carla@to.example; Nina New <nina@new.example>"), ("MoreCc", "copy@new.example"), ("Bcc", "Secret@new.example, carla@to.example"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await using var db = App.Database();
        var item = await db.Outbox.SingleAsync(item => item.TicketNumber == number, Ct);
        var reply = await db.Messages.SingleAsync(message => message.Id == item.MessageId, Ct);
        Assert.Equal(["Carla <carla@to.example>", "Nina New <nina@new.example>"], reply.To.Select(to => $"{to.Name} <{to.Address}>"));
        Assert.Equal(["copy@new.example"], reply.Cc.Select(to => to.Address));
        Assert.Equal(["Secret@new.example"], reply.Bcc.Select(to => to.Address));
        Assert.Equal(4, item.Recipients);
        var page = await ann.ReadAsync($"/tickets/{number}");
        Assert.Contains("Bcc Secret@new.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_written_to_may_answer_by_the_number_alone()
    {
        var number = await App.DeliverOneAsync(Letter(from: "carla@joins.example"));
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "See below."), ("Seen", "1"), ("MoreCc", "nina@joins.example"));

        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "nina@joins.example", subject: $"My view [#{number}]")));
    }

    [Theory]
    [InlineData("To", "carla@customer", "carla@customer")]
    [InlineData("To", "ann@x.example paul@x.example", "ann@x.example paul@x.example")]
    [InlineData("MoreCc", "good@x.example, bad@@x.example", "bad@@x.example")]
    [InlineData("Bcc", "müller@x.example", "müller@x.example")]
    public async Task What_is_no_address_is_named_and_nothing_is_lost(string field, string typed, string named)
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();

        var answer = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "My long answer"), ("Seen", "1"), (field, typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains($"“{named}” is no address", page, StringComparison.Ordinal);
        Assert.Contains("My long answer</textarea>", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", page, StringComparison.Ordinal);
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task Nobody_at_all_and_a_mailbox_of_our_own_are_refused()
    {
        using var ann = await App.SignInAsync();
        var sales = App.Office.Person("own-sales").Mail;
        await App.ConnectAsync(ann, sales);
        var number = await App.DeliverOneAsync(Letter());

        var nobody = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"), ("To", " "));
        var ourselves = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"), ("Bcc", sales.ToUpperInvariant()));

        Assert.Contains("Nobody would get this", await nobody.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains($"{sales} is a mailbox of this desk", await ourselves.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_answers_the_person_alone_and_reply_all_everybody_who_is_ticked()
    {
        using var ann = await App.SignInAsync();
        foreach (var (mode, copies) in new[] { ("reply", 0), ("all", 2) })
        {
            var number = await App.DeliverOneAsync(Letter(more: "Cc: paul@all.example, maria@all.example\r\n"));
            await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"), ("Mode", mode), ("Cc", "paul@all.example"), ("Cc", "maria@all.example"));

            await using var db = App.Database();
            var item = await db.Outbox.SingleAsync(item => item.TicketNumber == number, Ct);
            var reply = await db.Messages.SingleAsync(message => message.Id == item.MessageId, Ct);
            Assert.Equal(copies, reply.Cc.Count);
        }
    }

    [Fact]
    public async Task Who_was_ticked_gets_the_copy_though_another_mail_without_him_came_meanwhile()
    {
        var number = await App.DeliverOneAsync(Letter(id: "q@meanwhile.example", more: "Cc: Paul <paul@meanwhile.example>\r\n"));
        using var ann = await App.SignInAsync();
        var token = await ann.TokenAsync($"/tickets/{number}");
        await App.DeliverOneAsync(Letter(inReplyTo: "q@meanwhile.example", body: "One thing more"));
        (string, string)[] fields = [("Text", "To you both."), ("Seen", "1"), ("Mode", "all"), ("Cc", "PAUL@meanwhile.example")];

        var told = await ann.PostWithTokenAsync($"/tickets/{number}/reply", token, fields);
        await ann.PostWithTokenAsync($"/tickets/{number}/reply", token, [.. fields, ("Confirmed", "2")]);

        Assert.Equal(HttpStatusCode.Conflict, told.StatusCode);
        Assert.Contains("value=\"PAUL@meanwhile.example\" checked", await told.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await using var db = App.Database();
        var item = await db.Outbox.SingleAsync(item => item.TicketNumber == number, Ct);
        var reply = await db.Messages.SingleAsync(message => message.Id == item.MessageId, Ct);
        Assert.Equal(["PAUL@meanwhile.example"], reply.Cc.Select(to => to.Address));
    }

    [Fact]
    public async Task What_mail_cannot_go_to_is_not_offered_as_a_copy_and_is_named_when_it_is_sent_along()
    {
        var number = await App.DeliverOneAsync(Letter(more: "Cc: team, müller@x.example, Paul <paul@offered.example>\r\n"));
        using var ann = await App.SignInAsync();

        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}"));
        var refused = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"), ("Mode", "all"), ("Cc", "paul@offered.example"), ("Cc", "team"));

        Assert.Contains("name=\"Cc\" value=\"paul@offered.example\" checked", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("name=\"Cc\"").Length);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“team” is no address", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(item => item.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task Who_was_left_out_stays_left_out_when_the_page_comes_back()
    {
        var number = await App.DeliverOneAsync(Letter(more: "Cc: paul@left.example, maria@left.example\r\n"));
        using var ann = await App.SignInAsync();

        var answer = await ann.PostAsync(
            $"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"), ("Mode", "all"), ("Cc", "paul@left.example"), ("MoreCc", "nonsense"));

        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("value=\"paul@left.example\" checked", page, StringComparison.Ordinal);
        Assert.Contains("value=\"maria@left.example\" />", page.Replace("\"/>", "\" />", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blind_copy_arrives_and_nobody_else_can_see_it()
    {
        var account = App.Office.Person("blind");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        App.Office.Write(account.Mail, "About blind copies", from: "Carla <carla@blind.example>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var number = await db.Tickets.Where(ticket => ticket.Subject == "About blind copies").Select(ticket => ticket.Number).SingleAsync(Ct);

        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Between us."), ("Seen", "1"), ("MoreCc", "paul@blind.example"), ("Bcc", "boss@blind.example"));
        await App.CheckAsync(mailbox);

        foreach (var who in new[] { "carla", "paul", "boss" })
        {
            var mail = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox($"{who}@blind.example") is [.., var last] ? last : null));
            Assert.Equal(("carla@blind.example", "paul@blind.example"), (mail.To.Mailboxes.Single().Address, mail.Cc.Mailboxes.Single().Address));
            Assert.Empty(mail.Bcc);
            Assert.DoesNotContain("boss@blind.example", mail.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task An_answer_to_somebody_else_does_not_show_him_what_the_customer_wrote()
    {
        var account = App.Office.Person("discreet");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        App.Office.Write(account.Mail, "My private matter", text: "Nobody must know.", from: "Carla <carla@discreet.example>");
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        var number = await db.Tickets.Where(ticket => ticket.Subject == "My private matter").Select(ticket => ticket.Number).SingleAsync(Ct);

        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Please call me."), ("Seen", "1"), ("To", "builder@discreet.example"));
        await App.CheckAsync(mailbox);

        var mail = await Eventually.NotNullAsync(() => Task.FromResult(App.Office.Inbox("builder@discreet.example") is [.., var last] ? last : null));
        Assert.DoesNotContain("Nobody must know", mail.TextBody, StringComparison.Ordinal);
        Assert.Empty(App.Office.Inbox("carla@discreet.example"));
    }
}

public sealed class ReplyRecipientsOnSqlite(SqliteApp app) : ReplyRecipientsTests<SqliteApp>(app);

public sealed class ReplyRecipientsOnPostgreSql(PostgreSqlApp app) : ReplyRecipientsTests<PostgreSqlApp>(app);
