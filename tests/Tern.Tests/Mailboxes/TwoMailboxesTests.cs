using System.Text;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>One mail to two of our mailboxes is one message, also when both are read at the same moment.</summary>
public abstract class TwoMailboxesTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_mail_that_arrives_in_two_mailboxes_at_the_same_moment_is_one_message_of_one_ticket()
    {
        var (support, sales) = (App.Office.Person("both-support").Mail, App.Office.Person("both-sales").Mail);
        using var ann = await App.SignInAsync();
        var first = await App.ConnectAsync(ann, support);
        var second = await App.ConnectAsync(ann, sales);
        var raw = $"From: b@both.example\r\nTo: {support}, {sales}\r\nSubject: To both\r\nMessage-ID: <both@both.example>\r\n\r\nHello\r\n";
        App.Office.Simulator.Customers.Send(Encoding.UTF8.GetBytes(raw), support);
        App.Office.Simulator.Customers.Send(Encoding.UTF8.GetBytes(raw), sales);

        // A third writer holds both up where they are about to store, so that each has begun before the other has committed.
        await using var db = App.Database();
        await using (var writer = await db.Database.BeginTransactionAsync(Ct))
        {
            await db.SerialiseFeedAsync(Ct);
            var checks = Task.WhenAll(App.CheckAsync(first), App.CheckAsync(second));
            await BothWaitAsync();
            await writer.CommitAsync(Ct);
            var reports = await checks;
            Assert.Equal((1, 1), (reports.Sum(r => r.New), reports.Sum(r => r.Ignored)));
        }

        Assert.Equal(1, (await db.Tickets.SingleAsync(t => t.Subject == "To both", Ct)).MessageCount);
    }

    /// <summary>Returns when both checks stand before the writer that holds them up.</summary>
    protected abstract Task BothWaitAsync();
}

public sealed class TwoMailboxesOnSqlite(SqliteApp app) : TwoMailboxesTests<SqliteApp>(app)
{
    // SQLite does not say who waits for its one writer; that nobody stores before it ends is all there is to see.
    protected override Task BothWaitAsync() => Task.CompletedTask;
}

public sealed class TwoMailboxesOnPostgreSql(PostgreSqlApp app) : TwoMailboxesTests<PostgreSqlApp>(app)
{
    protected override Task BothWaitAsync() => Eventually.TrueAsync(async () => await WaitingAsync() >= 2);

    private async Task<int> WaitingAsync()
    {
        await using var db = App.Database();
        return await db.Database
            .SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT l.granted AND d.datname = current_database()")
            .SingleAsync(Ct);
    }
}
