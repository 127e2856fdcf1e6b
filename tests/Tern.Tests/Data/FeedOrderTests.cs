using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Data;

public abstract class FeedOrderTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_reader_that_goes_by_id_misses_nothing_while_many_transactions_commit()
    {
        const int Writers = 8;
        const int Each = 12;
        await App.DeliverOneAsync(Letter(from: "warm@up.example"));
        await using var db = App.Database();
        var start = await db.TicketEvents.MaxAsync(entry => entry.Id, Ct);
        var read = new List<long>();
        var last = start;
        async Task ReadOnAsync()
        {
            var news = await db.TicketEvents.Where(entry => entry.Id > last).OrderBy(entry => entry.Id).Select(entry => entry.Id).ToListAsync(Ct);
            read.AddRange(news);
            last = news.Count > 0 ? news[^1] : last;
        }

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, Each), Ct)));
        while (!writing.IsCompleted)
        {
            await ReadOnAsync();
        }

        await writing;
        await ReadOnAsync();

        Assert.Equal(await db.TicketEvents.Where(entry => entry.Id > start).OrderBy(entry => entry.Id).Select(entry => entry.Id).ToListAsync(Ct), read);
        Assert.Equal(Writers * Each, read.Count);
    }

    private async Task WriteAsync(int writer, int count)
    {
        var intake = App.Services.GetRequiredService<TicketIntake>();
        var reading = await intake.PrepareAsync(isExchangeOnline: true, Ct);
        for (var i = 0; i < count; i++)
        {
            var arriving = new ArrivingMail(new MemoryStream(Encoding.UTF8.GetBytes(Letter(from: $"w{writer}@feed.example"))), DateTimeOffset.UnixEpoch);
            var mail = await intake.UnderstandAsync(arriving, reading, Ct);
            await using var db = App.Database();
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await intake.ApplyAsync(db, Support, [mail], Ct);
            await db.SaveChangesAsync(Ct);
            await transaction.CommitAsync(Ct);
        }
    }
}

public sealed class FeedOrderOnSqlite(SqliteApp app) : FeedOrderTests<SqliteApp>(app);

public sealed class FeedOrderOnPostgreSql(PostgreSqlApp app) : FeedOrderTests<PostgreSqlApp>(app);
