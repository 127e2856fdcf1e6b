using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary><c>tern mailbox refresh</c> where somebody else has the mailbox, or the server that should answer does not.</summary>
public abstract class RefreshTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_mailbox_that_another_node_took_is_named_by_the_server_and_without_it()
    {
        var address = App.Office.Person("held").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.CheckAsync(mailbox);
        await using (var db = App.Database())
        {
            var until = TimeProvider.System.GetUtcNow().AddHours(1);
            await db.MailboxLeases.Where(l => l.MailboxId == mailbox).ExecuteUpdateAsync(
                set => set.SetProperty(l => l.Owner, "another").SetProperty(l => l.Epoch, l => l.Epoch + 1).SetProperty(l => l.ExpiresAt, until), Ct);
        }

        App.Office.Write(address, "for whoever holds the lease");
        Assert.Equal((1, DeskFaults.BusyElsewhere), await RefreshAsync(address));

        await App.StopAsync();
        Assert.Equal((1, DeskFaults.BusyElsewhere), await RefreshAsync(address));

        await App.RestartAsync();
        await using var after = App.Database();
        Assert.False(await after.Tickets.AnyAsync(t => t.Subject == "for whoever holds the lease", Ct));
    }

    [Fact]
    public async Task A_server_that_was_killed_a_moment_ago_is_named_after_a_while()
    {
        var address = App.Office.Person("silent").Mail;
        using var ann = await App.SignInAsync();
        await App.ConnectAsync(ann, address);
        await using (var db = App.Database())
        {
            db.Servers.Add(new ServerPresence { Node = "killed", SeenAt = TimeProvider.System.GetUtcNow() });
            await db.SaveChangesAsync(Ct);
        }

        await App.StopAsync();
        Assert.Equal((1, DeskFaults.ServerSilent), await RefreshAsync(address));
        await App.RestartAsync();
        await using var after = App.Database();
        await after.Servers.Where(s => s.Node == "killed").ExecuteDeleteAsync(Ct);
    }

    private async Task<(int ExitCode, string? Code)> RefreshAsync(string address)
    {
        var (exit, output, error) = await App.RunTernAsync("mailbox", "refresh", address, "--json");
        Assert.True(output.StartsWith('{'), output + error);
        using var json = JsonDocument.Parse(output);
        var fault = json.RootElement.GetProperty("mailboxes")[0].GetProperty("error");
        Assert.EndsWith(".", fault.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        return (exit, fault.GetProperty("code").GetString());
    }
}

public sealed class RefreshOnSqlite(SqliteApp app) : RefreshTests<SqliteApp>(app);

public sealed class RefreshOnPostgreSql(PostgreSqlApp app) : RefreshTests<PostgreSqlApp>(app);
