using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.LiveUpdates;

public abstract class EventStreamTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_new_mail_is_told_at_once_with_its_id_and_nothing_of_its_content()
    {
        using var ann = await App.SignInAsync();
        await using var stream = await OpenAsync(ann, null);
        await using var events = SseParser.Create(stream).EnumerateAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("hello", (await NextAsync(events)).EventType);

        var number = await App.DeliverOneAsync(Letter(subject: "A secret subject"));

        var item = await NextAsync(events);
        using var data = JsonDocument.Parse(item.Data);
        Assert.Equal(("ticket", number), (item.EventType, data.RootElement.GetProperty("ticket").GetInt64()));
        Assert.Equal(data.RootElement.GetProperty("id").GetInt64().ToString(), item.EventId);
        Assert.Equal(["id", "kind", "ticket"], data.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_browser_that_was_away_gets_what_it_missed_in_order()
    {
        var first = await App.DeliverOneAsync(Letter());
        await using var db = App.Database();
        var seen = await db.TicketEvents.MaxAsync(entry => entry.Id, Ct);
        var missed = new[] { await App.DeliverOneAsync(Letter()), await App.DeliverOneAsync(Letter()) };
        using var ann = await App.SignInAsync();

        await using var stream = await OpenAsync(ann, seen.ToString());
        await using var events = SseParser.Create(stream).EnumerateAsync(Ct).GetAsyncEnumerator(Ct);
        await NextAsync(events);

        Assert.Equal(missed[0], Ticket(await NextAsync(events)));
        Assert.Equal(missed[1], Ticket(await NextAsync(events)));
        Assert.DoesNotContain(first, missed);
    }

    [Fact]
    public async Task Proxies_are_told_not_to_hold_the_stream_back()
    {
        using var ann = await App.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        using var response = await ann.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    private static long Ticket(SseItem<string> item)
    {
        using var data = JsonDocument.Parse(item.Data);
        return data.RootElement.GetProperty("ticket").GetInt64();
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15), Ct));
        return events.Current;
    }

    private static async Task<Stream> OpenAsync(TernClient browser, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await browser.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Ct);
    }
}

public sealed class EventStreamOnSqlite(SqliteApp app) : EventStreamTests<SqliteApp>(app);

public sealed class EventStreamOnPostgreSql(PostgreSqlApp app) : EventStreamTests<PostgreSqlApp>(app);
