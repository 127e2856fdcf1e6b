using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Data;

/// <summary>A desk that ran an older Tern starts under the new one with everything it had.</summary>
public abstract class UpgradeTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_database_of_the_first_version_is_brought_forward_with_its_rows()
    {
        using (var ann = await App.SignInAsync())
        {
            await App.ConnectAsync(ann, App.Office.Person("upgraded").Mail);
        }

        var number = await App.DeliverOneAsync(Letter(id: "kept@upgrade.example"));
        await App.DeliverOneAsync(Letter(inReplyTo: "kept@upgrade.example", body: "Second"));

        await App.WithoutServerAsync(async services =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(Ct);
            await db.GetService<IMigrator>().MigrateAsync("Start", Ct);
            Assert.NotEmpty(await db.Database.GetPendingMigrationsAsync(Ct));
        });

        await using var after = App.Database();
        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Ct));
        var ticket = await after.Tickets.Include(t => t.Customer).SingleAsync(t => t.Number == number, Ct);
        Assert.Equal((2, "carla@customer.example", null, null), (ticket.MessageCount, ticket.Customer!.Address, ticket.MergedIntoId, ticket.ClosedAt));
        Assert.Equal(2, await after.Messages.CountAsync(m => m.TicketId == ticket.Id && !m.IsSenderDoubtful && m.TrackingPixels == 0, Ct));
        var mailbox = await after.Mailboxes.SingleAsync(Ct);
        Assert.Equal((30, false), (mailbox.ReopensForDays, mailbox.UsesTicketAddress));
        Assert.Equal(number, await App.DeliverOneAsync(Letter(inReplyTo: "kept@upgrade.example", body: "Third")));
    }
}

public sealed class UpgradeOnSqlite(SqliteApp app) : UpgradeTests<SqliteApp>(app);

public sealed class UpgradeOnPostgreSql(PostgreSqlApp app) : UpgradeTests<PostgreSqlApp>(app);
