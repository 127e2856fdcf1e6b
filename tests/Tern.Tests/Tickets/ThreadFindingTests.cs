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
        var address = tokens.Address("support@desk.example", number)!;

        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "phone@customer.example", subject: "", more: $"Cc: {address}\r\n")));
        Assert.NotEqual(number, await App.DeliverOneAsync(Letter(from: "guess@elsewhere.example", subject: "", more: $"Cc: support+{number}.aaaaaaaaaaaaaaaa@desk.example\r\n")));
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
        var report = $"From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nSubject: Undelivered Mail Returned to Sender\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n" +
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nIt could not be delivered.\r\n" +
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; carla@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n" +
            $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{sent}>\r\nSubject: Re\r\n\r\n--b--\r\n";

        Assert.Equal(number, await App.DeliverOneAsync(report));
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
