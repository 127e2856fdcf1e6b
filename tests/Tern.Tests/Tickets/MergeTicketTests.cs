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
