using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>An answer finds its ticket by what it proves, and never by its subject alone.</summary>
public abstract class ThreadFindingTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task An_answer_to_what_we_sent_is_found_though_the_database_has_forgotten_the_mail()
    {
        var number = await App.DeliverOneAsync(Letter());
        var sent = await ReplyAsync(number);
        await ForgetAsync(sent);

        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "colleague@customer.example", subject: "Something else", inReplyTo: sent)));
    }

    [Fact]
    public async Task A_token_that_was_changed_leads_nowhere()
    {
        var first = await App.DeliverOneAsync(Letter());
        var second = await App.DeliverOneAsync(Letter());
        var forged = (await ReplyAsync(second)).Replace($".{second}.", $".{first}.", StringComparison.Ordinal);

        Assert.NotEqual(first, await App.DeliverOneAsync(Letter(from: "forger@elsewhere.example", inReplyTo: forged)));
    }

    [Fact]
    public async Task An_answer_to_the_address_of_a_ticket_is_found_without_any_header()
    {
        var number = await App.DeliverOneAsync(Letter());
        var tokens = await App.Services.GetRequiredService<ReplyKeys>().TokensAsync(Ct);
        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct);
        var address = tokens.Address("support@desk.example", number, ticket.Id.Value)!;

        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "phone@customer.example", subject: "", more: $"Cc: {address}\r\n")));
        Assert.NotEqual(number, await App.DeliverOneAsync(Letter(from: "guess@elsewhere.example", subject: "", more: $"Cc: support+{number}.aaaaaaaaaaaaaaaa@desk.example\r\n")));
    }

    [Fact]
    public async Task An_old_token_does_not_lead_to_the_ticket_that_got_its_number_after_a_restore()
    {
        var lost = await App.DeliverOneAsync(Letter());
        var sent = await ReplyAsync(lost);
        await ForgetAsync(sent);
        await using (var db = App.Database())
        {
            // Another ticket under the number: what a counter that was set back does.
            await db.Tickets.Where(ticket => ticket.Number == lost).ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.Number, lost + 1_000_000), Ct);
            db.Tickets.Add(Ticket.Open(new TicketId(Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), lost, "Another customer's", null, null, null, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync(Ct);
        }

        Assert.NotEqual(lost, await App.DeliverOneAsync(Letter(from: "lost@restore.example", inReplyTo: sent)));
    }

    [Theory]
    [InlineData("From: thief@evil.example\r\nReply-To: victim@corp.example\r\n")]
    [InlineData("From: thief@evil.example\r\nX-Original-Sender: victim@corp.example\r\n")]
    [InlineData("Authentication-Results: spf=fail; dkim=none;dmarc=fail header.from=corp.example;compauth=fail\r\nFrom: victim@corp.example\r\n")]
    public async Task Nobody_takes_part_by_saying_to_be_somebody_else(string head)
    {
        var number = await App.DeliverOneAsync(Letter(from: "victim@corp.example"));
        var mail = $"{head}To: support@desk.example\r\nSubject: [#{number}]\r\nMessage-ID: <{Path.GetRandomFileName()}@evil.example>\r\n\r\nLet me in.\r\n";

        Assert.NotEqual(number, await App.DeliverOneAsync(mail));
    }

    [Fact]
    public async Task Who_comes_in_by_a_number_brings_nobody_with_him_and_leads_no_answer_elsewhere()
    {
        var number = await App.DeliverOneAsync(Letter(from: "pat@brings.example"));
        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "pat@brings.example", subject: $"[#{number}]", more: "Cc: friend@brings.example\r\nReply-To: elsewhere@evil.example\r\n")));

        Assert.NotEqual(number, await App.DeliverOneAsync(Letter(from: "friend@brings.example", subject: $"[#{number}]")));
        await using var db = App.Database();
        Assert.DoesNotContain("elsewhere@evil.example", await db.Messages.Where(m => m.FromAddress == "pat@brings.example").Select(m => m.AnswerTo).ToListAsync(Ct));
    }

    [Fact]
    public async Task An_answer_that_came_through_a_list_reopens_and_follows_up_like_any_other()
    {
        var solved = await App.DeliverOneAsync(Letter(id: "solved@list.example"));
        var closed = await App.DeliverOneAsync(Letter(id: "closed@list.example"));
        await CloseAsync(solved, TimeSpan.FromDays(1));
        await CloseAsync(closed, TimeSpan.FromDays(31));

        Assert.Equal(solved, await App.DeliverOneAsync(Letter(inReplyTo: "solved@list.example", more: "List-Id: <team.list.example>\r\n")));
        Assert.NotEqual(closed, await App.DeliverOneAsync(Letter(inReplyTo: "closed@list.example", more: "List-Id: <team.list.example>\r\n")));
        await using var db = App.Database();
        Assert.Equal(TicketStatus.Open, await db.Tickets.Where(ticket => ticket.Number == solved).Select(ticket => ticket.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task Of_several_tickets_merged_one_after_the_other_all_lead_to_the_last()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 13; i++)
        {
            numbers.Add(await App.DeliverOneAsync(Letter(id: $"{i}@chain.example")));
        }

        using var ann = await App.SignInAsync();
        for (var i = 0; i + 1 < numbers.Count; i++)
        {
            await ann.PostAsync($"/tickets/{numbers[i]}", $"/tickets/{numbers[i]}/merge", ("Into", $"{numbers[i + 1]}"));
        }

        Assert.Equal(numbers[^1], await App.DeliverOneAsync(Letter(inReplyTo: "0@chain.example")));
    }

    [Fact]
    public async Task Of_two_tickets_that_a_mail_names_the_newer_gets_it()
    {
        var older = await App.DeliverOneAsync(Letter(id: "older@two.example"));
        var newer = await App.DeliverOneAsync(Letter(id: "newer@two.example"));

        Assert.Equal(newer, await App.DeliverOneAsync(Letter(inReplyTo: "older@two.example", references: "<newer@two.example> <older@two.example>")));
        Assert.Equal(newer, await App.DeliverOneAsync(Letter(subject: $"[#{older}] and [#{newer}] belong together")));
    }

    [Fact]
    public async Task The_providers_conversation_is_a_hint_that_counts_for_answers_of_participants_only()
    {
        var number = await App.DeliverOneAsync(Support, Letter(from: "pat@hint.example"), "conversation-1");

        Assert.Equal(number, await App.DeliverOneAsync(Support, Letter(from: "pat@hint.example", inReplyTo: "lost@hint.example"), "conversation-1"));
        Assert.NotEqual(number, await App.DeliverOneAsync(Support, Letter(from: "stranger@hint.example", inReplyTo: "lost@hint.example"), "conversation-1"));
        Assert.NotEqual(number, await App.DeliverOneAsync(Support, Letter(from: "pat@hint.example"), "conversation-1"));
        Assert.NotEqual(number, await App.DeliverOneAsync(Support, Letter(from: "pat@hint.example", inReplyTo: "lost@hint.example"), "conversation-2"));
    }

    [Fact]
    public async Task The_same_subject_leads_nowhere()
    {
        var number = await App.DeliverOneAsync(Letter(from: "same@subject.example", subject: "Invoice"));
        Assert.NotEqual(number, await App.DeliverOneAsync(Letter(from: "same@subject.example", subject: "Re: Invoice")));
    }

    [Fact]
    public async Task What_comes_for_a_merged_ticket_goes_to_the_one_that_took_its_place()
    {
        var (one, two, three) = (await App.DeliverOneAsync(Letter(id: "1@merged.example")), await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()));
        await MergeAsync(one, two);
        await MergeAsync(two, three);

        Assert.Equal(three, await App.DeliverOneAsync(Letter(inReplyTo: "1@merged.example")));
        Assert.Equal(three, await App.DeliverOneAsync(Letter(subject: $"Again [#{one}]")));
    }

    [Fact]
    public async Task An_answer_reopens_what_was_closed_lately_and_follows_up_what_was_closed_long_ago()
    {
        var lately = await App.DeliverOneAsync(Letter(id: "lately@closed.example"));
        var long_ago = await App.DeliverOneAsync(Letter(id: "long-ago@closed.example"));
        await CloseAsync(lately, TimeSpan.FromDays(29));
        await CloseAsync(long_ago, TimeSpan.FromDays(31));

        Assert.Equal(lately, await App.DeliverOneAsync(Letter(inReplyTo: "lately@closed.example")));
        var followUp = await App.DeliverOneAsync(Letter(inReplyTo: "long-ago@closed.example"));
        Assert.NotEqual(long_ago, followUp);

        await using var db = App.Database();
        var tickets = await db.Tickets.Where(t => t.Number == long_ago || t.Number == followUp).OrderBy(t => t.Number).ToListAsync(Ct);
        Assert.Equal((TicketStatus.Closed, 1), (tickets[0].Status, tickets[0].MessageCount));
        Assert.Equal((TicketStatus.New, tickets[0].Id), (tickets[1].Status, tickets[1].FollowUpOfId));

        Assert.Equal(followUp, await App.DeliverOneAsync(Letter(inReplyTo: "long-ago@closed.example")));
    }

    [Fact]
    public async Task Two_answers_of_one_batch_open_one_follow_up()
    {
        var number = await App.DeliverOneAsync(Letter(id: "batch@closed.example"));
        await CloseAsync(number, TimeSpan.FromDays(40));

        var outcomes = await App.DeliverAsync(Letter(inReplyTo: "batch@closed.example", body: "One"), Letter(inReplyTo: "batch@closed.example", body: "Two"));

        Assert.Single(outcomes.OfType<IntakeOutcome.Ingested>().Select(outcome => outcome.TicketNumber).Distinct());
    }

    [Fact]
    public async Task A_mailbox_may_follow_up_at_once()
    {
        var number = await App.DeliverOneAsync(Letter(id: "at-once@closed.example"));
        await CloseAsync(number, TimeSpan.Zero);

        Assert.NotEqual(number, await App.DeliverOneAsync(Support with { ReopensFor = TimeSpan.Zero }, Letter(inReplyTo: "at-once@closed.example")));
    }

    [Fact]
    public async Task An_absence_note_opens_no_follow_up()
    {
        var number = await App.DeliverOneAsync(Letter(id: "away@closed.example"));
        await CloseAsync(number, TimeSpan.FromDays(40));

        Assert.Equal(number, await App.DeliverOneAsync(Letter(inReplyTo: "away@closed.example", more: "Auto-Submitted: auto-replied\r\n")));
    }

    [Fact]
    public async Task A_mail_that_came_back_finds_the_ticket_it_left_from()
    {
        var number = await App.DeliverOneAsync(Letter());
        var sent = await ReplyAsync(number);
        Assert.Equal(number, await App.DeliverOneAsync(Report(sent)));
    }

    [Fact]
    public async Task The_keys_of_tokens_outlive_a_restart()
    {
        var number = await App.DeliverOneAsync(Letter());
        var sent = await ReplyAsync(number);
        await ForgetAsync(sent);
        await App.RestartAsync();

        Assert.Equal(number, await App.DeliverOneAsync(Letter(inReplyTo: sent)));
        await using var db = App.Database();
        var key = await db.ReplyKeys.SingleAsync(Ct);
        Assert.DoesNotContain(" ", key.Protected, StringComparison.Ordinal);
        Assert.True(key.Protected.Length > 100, "The key is stored as it is.");
    }

    private async Task<string> ReplyAsync(long number)
    {
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "9"));
        await using var db = App.Database();
        return await db.Outbox.Where(item => item.TicketNumber == number).Select(item => item.MessageIdHeader).SingleAsync(Ct);
    }

    private async Task ForgetAsync(string header)
    {
        await using var db = App.Database();
        Assert.Equal(1, await db.MessageReferences.Where(reference => reference.Header == header).ExecuteDeleteAsync(Ct));
    }

    private async Task CloseAsync(long number, TimeSpan ago)
    {
        await using var db = App.Database();
        (await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct)).ChangeStatus(TicketStatus.Closed, App.Services.GetRequiredService<TimeProvider>().GetUtcNow() - ago);
        await db.SaveChangesAsync(Ct);
    }

    private async Task MergeAsync(long number, long survivor)
    {
        await using var db = App.Database();
        var into = await db.Tickets.SingleAsync(ticket => ticket.Number == survivor, Ct);
        (await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct)).MergeInto(into, DateTimeOffset.UnixEpoch);
        await db.SaveChangesAsync(Ct);
    }
}

public sealed class ThreadFindingOnSqlite(SqliteApp app) : ThreadFindingTests<SqliteApp>(app);

public sealed class ThreadFindingOnPostgreSql(PostgreSqlApp app) : ThreadFindingTests<PostgreSqlApp>(app);
