using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>A mailbox says that a mail has arrived: once, to people only, and never in a circle.</summary>
public abstract class AcknowledgementTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly MailboxForIntake Polite = Support with
    {
        Acknowledgement = new Acknowledgement("Dear {{ customer.name }},\n\"{{ ticket.subject }}\" is #{{ ticket.number }} at {{ mailbox.name }}.", DateTimeOffset.UnixEpoch),
    };

    [Fact]
    public async Task A_new_ticket_is_acknowledged_in_the_words_of_the_mailbox()
    {
        var number = await App.DeliverOneAsync(Polite, Letter(from: "Carla Customer <carla@polite.example>", id: "hello@polite.example"));

        var message = Assert.Single(await AnswersAsync(number));
        Assert.Equal($"Dear Carla Customer,\n\"A question\" is #{number} at Support.", message.VisibleText);
        Assert.Equal("carla@polite.example", Assert.Single(message.To).Address);
        Assert.Equal(("hello@polite.example", Mail.AutomaticKind.AutoReply), (message.InReplyTo, message.Automatic));
        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(t => t.Number == number, Ct);
        Assert.Equal((false, "Hello, how does it work?", TicketStatus.New, 2), (ticket.IsAnswered, ticket.Preview, ticket.Status, ticket.MessageCount));
        Assert.True(await db.Outbox.AnyAsync(item => item.MessageId == message.Id && item.State == OutboxState.Queued, Ct));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_acknowledge_says_nothing() =>
        Assert.Empty(await AnswersAsync(await App.DeliverOneAsync(Letter(from: "silent@polite.example"))));

    [Fact]
    public async Task A_later_mail_of_the_ticket_gets_none()
    {
        var number = await App.DeliverOneAsync(Polite, Letter(from: "later@polite.example", id: "later@polite.example"));
        await App.DeliverOneAsync(Polite, Letter(from: "colleague@polite.example", inReplyTo: "later@polite.example"));
        Assert.Single(await AnswersAsync(number));
    }

    [Fact]
    public async Task A_sender_gets_one_in_a_day_whatever_he_writes()
    {
        var first = await App.DeliverOneAsync(Polite, Letter(from: "often@polite.example"));
        var second = await App.DeliverOneAsync(Polite, Letter(from: "OFTEN@polite.example"));
        Assert.Single(await AnswersAsync(first));
        Assert.Empty(await AnswersAsync(second));

        await AgeAsync("often@polite.example", AutomaticAnswers.BetweenTwo);
        Assert.Single(await AnswersAsync(await App.DeliverOneAsync(Polite, Letter(from: "often@polite.example"))));
    }

    [Fact]
    public async Task Of_several_mails_at_once_the_first_is_acknowledged()
    {
        var outcomes = await App.DeliverAsync(Polite, null, Letter(from: "batch@polite.example", body: "One"), Letter(from: "batch@polite.example", body: "Two"));
        var numbers = outcomes.Select(outcome => Assert.IsType<IntakeOutcome.Ingested>(outcome).TicketNumber).ToList();
        Assert.Single(await AnswersAsync(numbers[0]));
        Assert.Empty(await AnswersAsync(numbers[1]));
    }

    [Fact]
    public async Task A_ticket_that_is_closed_and_reopened_is_acknowledged_three_times_at_most()
    {
        var number = await App.DeliverOneAsync(Polite, Letter(from: "again@polite.example", id: "again@polite.example"));
        for (var day = 0; day < 5; day++)
        {
            await AgeAsync("again@polite.example", AutomaticAnswers.BetweenTwo);
            await using (var db = App.Database())
            {
                (await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct)).ChangeStatus(TicketStatus.Closed, TimeProvider.System.GetUtcNow());
                await db.SaveChangesAsync(Ct);
            }

            Assert.Equal(number, await App.DeliverOneAsync(Polite, Letter(from: "again@polite.example", inReplyTo: "again@polite.example")));
        }

        Assert.Equal(AutomaticAnswers.MostPerTicket, (await AnswersAsync(number)).Count);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n")]
    [InlineData("X-Auto-Response-Suppress: All\r\n")]
    [InlineData("Precedence: bulk\r\n")]
    [InlineData("List-Id: <news.polite.example>\r\n")]
    [InlineData("Return-Path: <>\r\n")]
    [InlineData("X-Loop: somebody\r\n")]
    [InlineData("Authentication-Results: spf=fail; dkim=none;dmarc=fail header.from=polite.example;compauth=fail\r\n")]
    [InlineData("Authentication-Results: spf=fail; dkim=none;dmarc=none header.from=polite.example;compauth=none\r\n")]
    [InlineData("Authentication-Results: spf=pass; dkim=none;dmarc=none header.from=polite.example;compauth=fail\r\n")]
    [InlineData("Reply-To: innocent@elsewhere.example\r\n")]
    [InlineData("X-Original-Sender: innocent@elsewhere.example\r\n")]
    [InlineData("Reply-To: no-reply@polite.example\r\n")]
    [InlineData("X-Nothing: 1\r\n", "noreply@polite.example")]
    [InlineData("X-Nothing: 2\r\n", "support@desk.example")]
    public async Task A_machine_and_a_forger_get_none(string header, string? from = null)
    {
        var number = await App.DeliverOneAsync(Polite, header + Letter(from: from ?? $"machine{header.Length}@polite.example"));
        Assert.Empty(await AnswersAsync(number));
    }

    [Fact]
    public async Task A_robot_that_changes_where_it_wants_its_answers_gets_one()
    {
        var given = 0;
        for (var i = 0; i < 3; i++)
        {
            given += (await AnswersAsync(await App.DeliverOneAsync(Polite, Letter(from: "robot@changes.example", more: $"Reply-To: case-{i}@changes.example\r\n")))).Count;
        }

        Assert.Equal(1, given);
    }

    [Fact]
    public async Task What_is_put_into_a_text_is_not_looked_into_again()
    {
        var number = await App.DeliverOneAsync(Polite, Letter(from: "Liquid <liquid@polite.example>", subject: "{{ mailbox.address }} {% raw %}"));
        Assert.Contains("{{ mailbox.address }} {% raw %}", Assert.Single(await AnswersAsync(number)).VisibleText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_acknowledgement_that_came_back_wakes_nothing()
    {
        var number = await App.DeliverOneAsync(Polite, Letter(from: "gone@polite.example"));
        var acknowledgement = Assert.Single(await AnswersAsync(number));
        await using (var db = App.Database())
        {
            (await db.Tickets.SingleAsync(ticket => ticket.Number == number, Ct)).ChangeStatus(TicketStatus.Solved, TimeProvider.System.GetUtcNow());
            await db.SaveChangesAsync(Ct);
        }

        Assert.Equal(number, await App.DeliverOneAsync(Report(acknowledgement.MessageIdHeader!)));

        await using var after = App.Database();
        Assert.Equal(TicketStatus.Solved, await after.Tickets.Where(ticket => ticket.Number == number).Select(ticket => ticket.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task Mail_from_before_it_was_switched_on_gets_none()
    {
        var later = Support with { Acknowledgement = Polite.Acknowledgement! with { Since = TimeProvider.System.GetUtcNow().AddHours(1) } };
        Assert.Empty(await AnswersAsync(await App.DeliverOneAsync(later, Letter(from: "before@polite.example"))));
    }

    private async Task<List<Message>> AnswersAsync(long number)
    {
        await using var db = App.Database();
        var tickets = db.Tickets;
        return await db.Messages.Where(m => tickets.Any(t => t.Id == m.TicketId && t.Number == number) && m.Kind == MessageKind.Reply).ToListAsync(Ct);
    }

    private async Task AgeAsync(string address, TimeSpan by)
    {
        await using var db = App.Database();
        foreach (var answer in await db.AutomaticAnswers.AsNoTracking().Where(answer => answer.AddressNormalized == address).ToListAsync(Ct))
        {
            var at = answer.At - by;
            await db.AutomaticAnswers.Where(row => row.MessageId == answer.MessageId).ExecuteUpdateAsync(set => set.SetProperty(row => row.At, at), Ct);
        }
    }
}

public sealed class AcknowledgementOnSqlite(SqliteApp app) : AcknowledgementTests<SqliteApp>(app);

public sealed class AcknowledgementOnPostgreSql(PostgreSqlApp app) : AcknowledgementTests<PostgreSqlApp>(app);
