using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Web;

/// <summary>One moment, told to each agent as the clock on his wall shows it.</summary>
public abstract partial class TimeZoneTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    // One and a half hours after the last Sunday of March began in UTC: Berlin has just set its clocks forward, Kathmandu is 5:45 ahead all year.
    private static readonly DateTimeOffset Moment = new(2026, 3, 29, 1, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Europe/Berlin", "29 Mar 2026, 03:30")]
    [InlineData("America/New_York", "28 Mar 2026, 21:30")]
    [InlineData("Asia/Kathmandu", "29 Mar 2026, 07:15")]
    [InlineData("UTC", "29 Mar 2026, 01:30")]
    public async Task A_message_shows_its_time_in_the_zone_of_who_looks(string zone, string shown)
    {
        var number = await App.DeliverOneAsync(Letter());
        await using (var db = App.Database())
        {
            var ticket = await db.Tickets.Where(t => t.Number == number).Select(t => t.Id).SingleAsync(Ct);
            await db.Messages.Where(m => m.TicketId == ticket).ExecuteUpdateAsync(set => set.SetProperty(m => m.At, Moment), Ct);
        }

        using var ann = await App.SignInAsync();
        var saved = await ann.PostAsync("/profile", "/profile", ("Name", "Ann"), ("TimeZone", zone));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var times = Times().Matches(await ann.ReadAsync($"/tickets/{number}")).Where(m => m.Groups["utc"].Value == "2026-03-29T01:30:00Z").ToList();

        Assert.NotEmpty(times);
        Assert.All(times, time => Assert.Contains(time.Groups["text"].Value, new[] { shown, shown.Split(' ')[0] + " Mar" }));
        Assert.Contains(times, time => time.Groups["title"].Value.EndsWith(shown.Split(", ")[1] + ":00", StringComparison.Ordinal));
    }

    [GeneratedRegex("<time datetime=\"(?<utc>[^\"]*)\" title=\"(?<title>[^\"]*)\">(?<text>[^<]*)</time>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Times();
}

public sealed class TimeZonesOnSqlite(SqliteApp app) : TimeZoneTests<SqliteApp>(app);

public sealed class TimeZonesOnPostgreSql(PostgreSqlApp app) : TimeZoneTests<PostgreSqlApp>(app);
