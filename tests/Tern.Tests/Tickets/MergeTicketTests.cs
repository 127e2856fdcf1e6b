using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

public abstract class MergeTicketTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_merged_ticket_says_where_the_conversation_goes_on_and_the_other_what_it_took_over()
    {
        var (given_up, survivor) = (await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()));
        using var ann = await App.SignInAsync();

        var answer = await ann.PostAsync($"/tickets/{given_up}", $"/tickets/{given_up}/merge", ("Into", $"{survivor}"));

        Assert.Equal((HttpStatusCode.SeeOther, $"/tickets/{survivor}?view=open"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var page = await ann.ReadAsync($"/tickets/{given_up}");
        Assert.Contains("The conversation goes on in", page, StringComparison.Ordinal);
        Assert.Contains($"/tickets/{survivor}?view=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"composer\"", page, StringComparison.Ordinal);
        Assert.Contains("merged into this ticket:", await ann.ReadAsync($"/tickets/{survivor}"), StringComparison.Ordinal);
        await using var db = App.Database();
        Assert.Equal(TicketStatus.Closed, await db.Tickets.Where(ticket => ticket.Number == given_up).Select(ticket => ticket.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task Who_took_part_takes_part_in_the_ticket_that_goes_on()
    {
        var (given_up, survivor) = (await App.DeliverOneAsync(Letter(from: "pat@takes.example")), await App.DeliverOneAsync(Letter()));
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{given_up}", $"/tickets/{given_up}/merge", ("Into", $"{survivor}"));

        Assert.Equal(survivor, await App.DeliverOneAsync(Letter(from: "pat@takes.example", subject: $"[#{given_up}]")));
        Assert.Equal(survivor, await App.DeliverOneAsync(Letter(from: "pat@takes.example", subject: $"[#{survivor}]")));
    }

    [Fact]
    public async Task Two_merges_at_once_make_no_ring()
    {
        var (one, two) = (await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()));
        await using var first = App.Database();
        await using var second = App.Database();
        var (a, b) = (await first.Tickets.SingleAsync(t => t.Number == one, Ct), await first.Tickets.SingleAsync(t => t.Number == two, Ct));
        var (c, d) = (await second.Tickets.SingleAsync(t => t.Number == two, Ct), await second.Tickets.SingleAsync(t => t.Number == one, Ct));
        var now = TimeProvider.System.GetUtcNow();
        b.TakeOver(a, now);
        a.MergeInto(b, now);
        d.TakeOver(c, now);
        c.MergeInto(d, now);
        await first.SaveChangesAsync(Ct);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync(Ct));
    }

    [Fact]
    public async Task A_ticket_that_takes_over_an_open_one_is_open()
    {
        var (open, closed) = (await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()));
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{closed}", $"/tickets/{closed}/status", ("Status", "Closed"));
        await ann.PostAsync($"/tickets/{open}", $"/tickets/{open}/merge", ("Into", $"{closed}"));

        await using var db = App.Database();
        Assert.Equal(TicketStatus.Open, await db.Tickets.Where(t => t.Number == closed).Select(t => t.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task A_merged_ticket_is_not_worked_on_any_more()
    {
        var (one, two) = (await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()));
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{one}", $"/tickets/{one}/merge", ("Into", $"{two}"));

        foreach (var (verb, fields) in new (string, (string, string)[])[] { ("status", [("Status", "Open")]), ("note", [("Text", "Late")]), ("assignee", [("Agent", "")]), ("reply", [("Text", "Late"), ("Seen", "9")]) })
        {
            Assert.Equal((verb, HttpStatusCode.Conflict), (verb, (await ann.PostAsync($"/tickets/{two}", $"/tickets/{one}/{verb}", fields)).StatusCode));
        }

        Assert.DoesNotContain("name=\"Status\"", await ann.ReadAsync($"/tickets/{one}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_none_is_answered_by_a_page_that_says_so()
    {
        var number = await App.DeliverOneAsync(Letter());
        using var ann = await App.SignInAsync();

        var answer = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/merge", ("Into", "abc"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("could not read this request", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused_and_says_why()
    {
        var (one, two, three) = (await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()));
        using var ann = await App.SignInAsync();
        await ann.PostAsync($"/tickets/{one}", $"/tickets/{one}/merge", ("Into", $"{two}"));

        foreach (var (from, into) in new[] { (three, three), (three, one), (one, three), (three, 999_999L) })
        {
            var answer = await ann.PostAsync($"/tickets/{three}", $"/tickets/{from}/merge", ("Into", $"{into}"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ann.PostAsync($"/tickets/{three}", "/tickets/999999/merge", ("Into", $"{two}"))).StatusCode);
        var reply = await ann.PostAsync($"/tickets/{three}", $"/tickets/{one}/reply", ("Text", "Too late"), ("Seen", "9"));
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
    }
}

public sealed class MergeTicketOnSqlite(SqliteApp app) : MergeTicketTests<SqliteApp>(app);

public sealed class MergeTicketOnPostgreSql(PostgreSqlApp app) : MergeTicketTests<PostgreSqlApp>(app);
