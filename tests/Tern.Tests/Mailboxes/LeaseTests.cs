using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tern.Data;
using Tern.Features.Mailboxes.Engine;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>Two nodes on one database: only who holds the lease may store, and who lost it is refused.</summary>
public abstract class LeaseTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static MailBatch Moved(string cursor) => new() { Folder = FolderSettings.Inbox, State = FolderState.New with { Cursor = cursor } };

    [Fact]
    public async Task Another_node_waits_for_the_lease_to_end_and_then_shuts_out_who_had_it()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("leased").Mail);
        await App.CheckAsync(mailbox);
        var ours = App.Services.GetRequiredService<MailboxHost>().Find(mailbox)!.Lease!;
        var delivery = App.Services.GetRequiredService<IMailDelivery>();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var other = new MailboxLeases(App.Services.GetRequiredService<IDbContextFactory<TernDbContext>>(), time, new NodeName("another"));

        Assert.Null(await other.TryTakeAsync(mailbox, Ct));
        Assert.True((await delivery.DeliverAsync(ours, Moved("cursor of the first"), Ct)).IsCommitted);

        time.Advance(other.Duration * 2);
        var theirs = await other.TryTakeAsync(mailbox, Ct);

        Assert.Equal(ours.Epoch + 1, theirs?.Epoch);
        Assert.False((await delivery.DeliverAsync(ours, Moved("too late"), Ct)).IsCommitted);
        Assert.Equal("cursor of the first", (await delivery.LoadFolderAsync(mailbox, FolderSettings.Inbox.Id, Ct)).Cursor);
    }
}

public sealed class LeasesOnSqlite(SqliteApp app) : LeaseTests<SqliteApp>(app);

public sealed class LeasesOnPostgreSql(PostgreSqlApp app) : LeaseTests<PostgreSqlApp>(app);
