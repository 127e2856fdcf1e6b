using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>An administrator lets a mailbox rest, and lets it go on.</summary>
public abstract class PauseTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_paused_mailbox_is_not_read_and_what_came_meanwhile_is_read_when_it_goes_on()
    {
        var address = App.Office.Person("resting").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await App.CheckAsync(mailbox);

        await PauseAsync(ann, mailbox, "true");
        await Eventually.TrueAsync(async () => (await App.HealthAsync(mailbox)).State == MailboxState.Paused);
        App.Office.Write(address, "while it rested");
        var before = App.Office.Simulator.RequestLog.Entries.Count(e => e.Mailbox == address);
        await App.CheckAsync(mailbox);

        Assert.Equal(before, App.Office.Simulator.RequestLog.Entries.Count(e => e.Mailbox == address));
        Assert.Contains("data-state=\"paused\"", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);

        await PauseAsync(ann, mailbox, "false");
        await Eventually.TrueAsync(async () =>
        {
            await using var db = App.Database();
            return await db.Tickets.CountAsync(t => t.Subject == "while it rested", Ct) == 1;
        });
        await Eventually.TrueAsync(async () => (await App.HealthAsync(mailbox)).State == MailboxState.Healthy);
    }

    private static async Task PauseAsync(TernClient browser, MailboxId mailbox, string paused)
    {
        var page = $"/mailboxes/{mailbox}";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync(page, $"{page}/pause", ("Paused", paused))).StatusCode);
    }
}

public sealed class PausesOnSqlite(SqliteApp app) : PauseTests<SqliteApp>(app);

public sealed class PausesOnPostgreSql(PostgreSqlApp app) : PauseTests<PostgreSqlApp>(app);
