using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

public abstract class TicketIntakeTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_mail_becomes_a_ticket_with_its_customer()
    {
        var number = await App.DeliverOneAsync(Letter(from: "Carla Customer <Carla@Customer.example>", subject: "Broken printer"));

        await using var db = App.Database();
        var ticket = await db.Tickets.Include(ticket => ticket.Customer).SingleAsync(ticket => ticket.Number == number, Ct);
        Assert.Equal(("Broken printer", TicketStatus.New, "Carla Customer", 1), (ticket.Subject, ticket.Status, ticket.Customer!.Name, ticket.MessageCount));
        Assert.Equal("Hello, how does it work?", ticket.Preview);
    }

    [Fact]
    public async Task An_answer_is_found_by_In_Reply_To()
    {
        var number = await App.DeliverOneAsync(Letter(id: "one@irt.example"));
        var answer = await App.DeliverOneAsync(Letter(from: "someone@else.example", subject: "Another subject", inReplyTo: "one@irt.example"));
        Assert.Equal(number, answer);
    }

    [Fact]
    public async Task An_answer_is_found_by_References_newest_first()
    {
        await App.DeliverOneAsync(Letter(id: "old@refs.example"));
        var newer = await App.DeliverOneAsync(Letter(id: "new@refs.example"));
        var answer = await App.DeliverOneAsync(Letter(references: "<old@refs.example> <unknown@refs.example> <new@refs.example>"));
        Assert.Equal(newer, answer);
    }

    [Fact]
    public async Task A_number_in_the_subject_counts_from_somebody_who_took_part()
    {
        var number = await App.DeliverOneAsync(Letter(from: "pat@part.example"));
        Assert.Equal(number, await App.DeliverOneAsync(Letter(from: "PAT@part.example", subject: $"About [#{number}]")));
    }

    [Fact]
    public async Task A_number_in_the_subject_does_not_let_a_stranger_in()
    {
        var number = await App.DeliverOneAsync(Letter());
        Assert.NotEqual(number, await App.DeliverOneAsync(Letter(from: "stranger@elsewhere.example", subject: $"About [#{number}]")));
    }

    [Theory]
    [InlineData(TicketStatus.Pending)]
    [InlineData(TicketStatus.Solved)]
    [InlineData(TicketStatus.Closed)]
    public async Task An_answer_reopens_a_ticket_and_says_so(TicketStatus status)
    {
        var id = $"{status}@reopen.example";
        var number = await App.DeliverOneAsync(Letter(id: id));
        await SetStatusAsync(number, status);

        await App.DeliverOneAsync(Letter(inReplyTo: id));

        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct);
        Assert.Equal((TicketStatus.Open, TicketShelf.Open), (ticket.Status, ticket.Shelf));
        Assert.True(await db.TicketEvents.AnyAsync(entry => entry.TicketNumber == number && entry.FromStatus == status && entry.ToStatus == TicketStatus.Open, Ct));
    }

    [Fact]
    public async Task An_absence_note_joins_its_ticket_and_wakes_nothing()
    {
        var number = await App.DeliverOneAsync(Letter(id: "q@away.example"));
        await SetStatusAsync(number, TicketStatus.Solved);

        await App.DeliverOneAsync(Letter(inReplyTo: "q@away.example", subject: "Automatic reply", more: "Auto-Submitted: auto-replied\r\n"));

        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct);
        Assert.Equal((TicketStatus.Solved, 2), (ticket.Status, ticket.MessageCount));
    }

    [Fact]
    public async Task Mails_of_one_batch_may_answer_each_other_and_share_a_customer()
    {
        var outcomes = await App.DeliverAsync(
            Letter(from: "new@batch.example", id: "1@batch.example"),
            Letter(from: "new@batch.example", id: "2@batch.example", inReplyTo: "1@batch.example", body: "One more thing"),
            Letter(from: "new@batch.example", id: "3@batch.example", subject: "Something else"));

        var tickets = outcomes.Select(outcome => Assert.IsType<IntakeOutcome.Ingested>(outcome)).ToList();
        Assert.Equal(tickets[0].TicketNumber, tickets[1].TicketNumber);
        Assert.NotEqual(tickets[0].TicketNumber, tickets[2].TicketNumber);
        Assert.Equal([true, false, true], tickets.Select(ticket => ticket.IsNew));
        await using var db = App.Database();
        Assert.Equal([1, 2], await db.Messages
            .Where(message => message.FromAddress == "new@batch.example" && message.MessageIdHeader != "3@batch.example")
            .OrderBy(message => message.Position).Select(message => message.Position).ToListAsync(Ct));
    }

    [Fact]
    public async Task The_same_mail_by_two_roads_is_one_message()
    {
        var mail = Letter(id: "same@copy.example");
        var number = await App.DeliverOneAsync(mail);

        var second = Assert.IsType<IntakeOutcome.Ignored>((await App.DeliverAsync("Received: from elsewhere\r\n" + mail))[0]);

        Assert.Equal((IntakeIgnored.AlreadyThere, number), (second.Reason, second.TicketNumber));
        Assert.Equal("Message-ID: <same@copy.example>", second.Detail);
    }

    [Fact]
    public async Task Two_different_mails_with_one_message_id_are_two_messages()
    {
        var outcomes = await App.DeliverAsync(Letter(id: "twin@copy.example", body: "First"), Letter(id: "twin@copy.example", body: "Second"));
        Assert.All(outcomes, outcome => Assert.IsType<IntakeOutcome.Ingested>(outcome));
    }

    [Fact]
    public async Task Two_mails_with_one_message_id_and_other_recipients_are_two_messages()
    {
        var mail = Letter(id: "merge@copy.example");
        var outcomes = await App.DeliverAsync("Cc: anna@copy.example\r\n" + mail, "Cc: berta@copy.example\r\n" + mail);
        Assert.All(outcomes, outcome => Assert.IsType<IntakeOutcome.Ingested>(outcome));
    }

    [Fact]
    public async Task A_mail_under_the_id_of_our_reply_is_a_copy_only_when_it_comes_from_our_address()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"));
        await using var db = App.Database();
        var header = await db.Outbox.Where(item => item.TicketNumber == number).Select(item => item.MessageIdHeader).SingleAsync(Ct);

        var outcomes = await App.DeliverAsync(Letter(from: "forger@copy.example", id: header), Letter(from: "support@desk.example", id: header));

        Assert.IsType<IntakeOutcome.Ingested>(outcomes[0]);
        Assert.Equal(IntakeIgnored.OwnCopy, Assert.IsType<IntakeOutcome.Ignored>(outcomes[1]).Reason);
    }

    [Theory]
    [InlineData("Subject: No sender\r\n\r\nText")]
    [InlineData("From: a@b.example\r\n\r\nNo subject, no date")]
    [InlineData("no header at all")]
    [InlineData("")]
    public async Task A_mail_without_the_usual_headers_is_taken_all_the_same(string raw) =>
        Assert.IsType<IntakeOutcome.Ingested>((await App.DeliverAsync(raw))[0]);

    private async Task SetStatusAsync(long number, TicketStatus status)
    {
        await using var db = App.Database();
        (await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct)).ChangeStatus(status, TimeProvider.System.GetUtcNow());
        await db.SaveChangesAsync(Ct);
    }
}

public sealed class TicketIntakeOnSqlite(SqliteApp app) : TicketIntakeTests<SqliteApp>(app);

public sealed class TicketIntakeOnPostgreSql(PostgreSqlApp app) : TicketIntakeTests<PostgreSqlApp>(app);
