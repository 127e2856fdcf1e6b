using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>An agent who mails is an agent only where the tenant vouches for it.</summary>
public abstract class AgentMailTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Ada = $"Ada <{TernApp.AdministratorEmail}>";
    private const string Vouched = "Authentication-Results: spf=pass smtp.mailfrom=example.org; dkim=pass header.d=example.org;dmarc=pass header.from=example.org;compauth=pass reason=100\r\n";
    private const string Failed = "Authentication-Results: spf=fail smtp.mailfrom=example.org; dkim=none;dmarc=fail header.from=example.org;compauth=fail reason=000\r\n";
    private const string Forward = "Please help her.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Carla Customer <carla@forwarded.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nSubject: Broken\r\nTo: <ada@example.org>\r\n\r\nIt is broken.";

    [Fact]
    public async Task What_an_agent_mails_into_a_ticket_is_a_note_and_for_colleagues()
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        var number = await App.DeliverOneAsync(Letter(id: "note@agent.example"));
        await App.DeliverOneAsync(Vouched + Letter(from: Ada, inReplyTo: "note@agent.example", body: "Ask the workshop."));

        var message = await LastAsync(number);
        Assert.Equal((MessageKind.Note, false), (message.Kind, message.IsSenderDoubtful));
        Assert.NotNull(message.AuthorId);
        Assert.Equal(("carla@customer.example", false), await WaitsAsync(number));
    }

    [Fact]
    public async Task Where_the_customer_got_it_too_it_is_an_answer()
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        var number = await App.DeliverOneAsync(Letter(id: "answer@agent.example"));
        await App.DeliverOneAsync(Vouched + Letter(from: Ada, inReplyTo: "answer@agent.example", more: "Cc: carla@customer.example\r\n"));

        var message = await LastAsync(number);
        Assert.Equal(MessageKind.Reply, message.Kind);
        Assert.Equal(("carla@customer.example", true), await WaitsAsync(number));
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(item => item.MessageId == message.Id, Ct));
        Assert.Equal(TicketStatus.Open, await db.Tickets.Where(ticket => ticket.Number == number).Select(ticket => ticket.Status).SingleAsync(Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Failed)]
    [InlineData("Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=example.org\r\n")]
    public async Task A_mail_that_only_says_to_be_from_an_agent_is_anybodys(string results)
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        var number = await App.DeliverOneAsync(Letter(id: $"forged{results.Length}@agent.example"));
        await App.DeliverOneAsync(results + Letter(from: Ada, inReplyTo: $"forged{results.Length}@agent.example"));

        var message = await LastAsync(number);
        Assert.Equal((MessageKind.Incoming, true), (message.Kind, message.IsSenderDoubtful));
        Assert.Null(message.AuthorId);
        using var ada = await App.SignInAsync();
        Assert.Contains("does not vouch for", await ada.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_customer_of_a_mail_that_an_agent_passes_on_is_who_wrote_it()
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        var passedOn = await App.DeliverOneAsync(Vouched + Letter(from: Ada, subject: "Fwd: Broken", body: Forward));
        var forged = await App.DeliverOneAsync(Failed + Letter(from: Ada, subject: "Fwd: Broken", body: Forward, more: "Reply-To: thief@elsewhere.example\r\n"));

        Assert.Equal("carla@forwarded.example", (await WaitsAsync(passedOn)).Customer);
        Assert.Equal(TernApp.AdministratorEmail, (await WaitsAsync(forged)).Customer);
    }

    [Fact]
    public async Task An_agents_mail_to_a_ticket_closed_long_ago_opens_none_of_his_own()
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        var number = await App.DeliverOneAsync(Letter(id: "old@agent.example"));
        await using (var db = App.Database())
        {
            (await db.Tickets.SingleAsync(t => t.Number == number, Ct)).ChangeStatus(TicketStatus.Closed, DateTimeOffset.UnixEpoch);
            await db.SaveChangesAsync(Ct);
        }

        Assert.Equal(number, await App.DeliverOneAsync(Vouched + Letter(from: Ada, inReplyTo: "old@agent.example", more: "Cc: carla@customer.example\r\n")));
        Assert.Equal(MessageKind.Reply, (await LastAsync(number)).Kind);
    }

    [Fact]
    public async Task An_agent_who_asks_for_himself_is_the_customer()
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);
        var number = await App.DeliverOneAsync(Vouched + Letter(from: Ada, id: "self@agent.example"));
        await App.DeliverOneAsync(Vouched + Letter(from: Ada, inReplyTo: "self@agent.example", body: "And one more thing."));

        Assert.Equal(MessageKind.Incoming, (await LastAsync(number)).Kind);
        Assert.Equal((TernApp.AdministratorEmail, false), await WaitsAsync(number));
    }

    private async Task<Message> LastAsync(long number)
    {
        await using var db = App.Database();
        return await db.Messages.Where(m => db.Set<Ticket>().Any(t => t.Id == m.TicketId && t.Number == number)).OrderByDescending(m => m.Position).FirstAsync(Ct);
    }

    private async Task<(string? Customer, bool IsAnswered)> WaitsAsync(long number)
    {
        await using var db = App.Database();
        var ticket = await db.Tickets.Include(t => t.Customer).SingleAsync(t => t.Number == number, Ct);
        return (ticket.Customer?.Address, ticket.IsAnswered);
    }
}

public sealed class AgentMailOnSqlite(SqliteApp app) : AgentMailTests<SqliteApp>(app);

public sealed class AgentMailOnPostgreSql(PostgreSqlApp app) : AgentMailTests<PostgreSqlApp>(app);
