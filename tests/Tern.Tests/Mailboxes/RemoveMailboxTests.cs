using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>A mailbox is taken out of Tern, by the page and by the command: what only it needs goes, what was said stays, and nothing comes twice when it is back.</summary>
public abstract class RemoveMailboxTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task Once_its_address_was_typed_everything_of_it_goes_but_tickets_and_the_ledger()
    {
        var address = App.Office.Person("leaving").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await WriteAndReadAsync(mailbox, address, "from the leaving one");
        ConnectionId connection;
        await using (var db = App.Database())
        {
            connection = (await db.Mailboxes.SingleAsync(m => m.Id == mailbox, Ct)).ConnectionId;
            db.RefreshRequests.Add(new RefreshRequest { Id = new RefreshRequestId(Guid.CreateVersion7()), MailboxId = mailbox, AskedAt = App.Time.GetUtcNow(), TakenAt = App.Time.GetUtcNow() });
            await db.SaveChangesAsync(Ct);
        }

        var mistyped = await RemoveAsync(ann, mailbox, "somebody@contoso.example");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.StatusCode);
        Assert.Contains("Nothing was removed", await mistyped.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync($"/mailboxes/{mailbox}")).StatusCode);

        var removed = await RemoveAsync(ann, mailbox, $" {address.ToUpperInvariant()} ");
        Assert.Equal("/mailboxes?said=Removed", removed.Headers.Location?.OriginalString);
        var list = await ann.ReadAsync("/mailboxes?said=Removed");
        Assert.Contains("The mailbox was removed", list, StringComparison.Ordinal);
        Assert.DoesNotContain(address, list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync($"/mailboxes/{mailbox}")).StatusCode);
        await IsForgottenAsync(mailbox);

        await using var after = App.Database();
        Assert.False(await after.MailboxLeases.AnyAsync(l => l.MailboxId == mailbox, Ct));
        Assert.False(await after.SyncCursors.AnyAsync(c => c.MailboxId == mailbox, Ct));
        Assert.False(await after.MailboxHealth.AnyAsync(h => h.MailboxId == mailbox, Ct));
        Assert.False(await after.HealthEvents.AnyAsync(e => e.MailboxId == mailbox, Ct));
        Assert.False(await after.RefreshRequests.AnyAsync(r => r.MailboxId == mailbox, Ct));
        Assert.False(await after.MailboxSetups.AnyAsync(s => s.ConnectionId == connection, Ct));
        Assert.Empty(await WhatIsLeftOfAsync(after, connection));
        Assert.Equal(1, await after.Intake.CountAsync(e => e.TicketNumber != null && after.Set<Ticket>().Any(t => t.Subject == "from the leaving one" && t.Number == e.TicketNumber), Ct));
        Assert.DoesNotContain(App.Logs.GetSnapshot(), log => log.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task Its_tickets_can_be_read_and_noted_upon_and_say_why_they_cannot_be_answered()
    {
        var address = App.Office.Person("silenced").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        var number = await WriteAndReadAsync(mailbox, address, "to the silenced one");
        await RemoveAsync(ann, mailbox, address);

        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}"));
        var refused = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"));
        var noted = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/note", ("Text", "Call her."), ("Seen", "1"));

        Assert.Contains("to the silenced one", page, StringComparison.Ordinal);
        Assert.Contains($"The mailbox {address} was removed, so no answer can leave.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("connects the mailbox again", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, noted.StatusCode);
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(i => i.TicketNumber == number, Ct));
    }

    [Fact]
    public async Task Connected_again_it_brings_nothing_twice_takes_what_came_meanwhile_and_answers_its_old_tickets()
    {
        var address = App.Office.Person("returning").Mail;
        using var ann = await App.SignInAsync();
        App.Office.Write(address, "older than the connection");
        App.Time.Advance(TimeSpan.FromMinutes(1));
        var first = await App.ConnectAsync(ann, address, ("Import", "now"));
        var number = await WriteAndReadAsync(first, address, "answered later");

        // Nothing but the ledger knows of these two: the one names itself by no id, and the ticket of the other is gone for good.
        App.Office.Simulator.Customers.Send(System.Text.Encoding.ASCII.GetBytes($"From: c@nameless.example\r\nTo: {address}\r\nSubject: without an id\r\n\r\nHello\r\n"), address);
        await WriteAndReadAsync(first, address, "deleted for good");
        await using (var db = App.Database())
        {
            Assert.Equal(1, await db.Tickets.CountAsync(t => t.Subject == "without an id", Ct));
            Assert.Equal(0, await db.Tickets.CountAsync(t => t.Subject == "older than the connection", Ct));
            await db.Tickets.Where(t => t.Subject == "deleted for good").ExecuteDeleteAsync(Ct);
        }

        await RemoveAsync(ann, first, address);
        App.Office.Write(address, "while it was away");
        var second = await App.ConnectAsync(ann, address);
        await App.CheckAsync(second);

        await using var after = App.Database();
        Assert.NotEqual(first, second);
        Assert.Equal(
            [("answered later", 1), ("deleted for good", 0), ("older than the connection", 1), ("while it was away", 1), ("without an id", 1)],
            await CountsAsync(after, "answered later", "deleted for good", "older than the connection", "while it was away", "without an id"));
        Assert.Equal(5, await after.Intake.CountAsync(e => e.MailboxId == second, Ct));
        Assert.Equal(1, (await after.Tickets.SingleAsync(t => t.Number == number, Ct)).MessageCount);

        var answered = await ann.PostAsScriptAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Here I am again."), ("Seen", "1"));
        Assert.Equal(HttpStatusCode.NoContent, answered.StatusCode);
        await App.CheckAsync(second);
        await Eventually.TrueAsync(() => Task.FromResult(App.Office.Inbox("carla@customer.example").Any(m => m.Subject!.Contains($"[#{number}]", StringComparison.Ordinal))));

        // A second time round, with the lines of both on the way.
        await RemoveAsync(ann, second, address);
        var third = await App.ConnectAsync(ann, address);
        Assert.Equal(0, (await App.CheckAsync(third)).New);
        Assert.Equal(1, await after.Tickets.CountAsync(t => t.Subject == "while it was away", Ct));
    }

    [Fact]
    public async Task Mails_that_wait_keep_it_until_they_are_given_up_and_their_tickets_say_so()
    {
        var address = App.Office.Person("waiting").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        var number = await WriteAndReadAsync(mailbox, address, "to be answered");
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/pause", ("Paused", "true"));
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"));
        await MarkAsync(number, OutboxState.Queued);

        var refused = await RemoveAsync(ann, mailbox, address);
        var page = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("One mail waits to be sent", page, StringComparison.Ordinal);
        var (exit, _, error) = await App.RunTernAsync("mailbox", "remove", address, "--yes");
        Assert.Equal(1, exit);
        Assert.Contains("1 mail waits to be sent", error, StringComparison.Ordinal);
        Assert.Contains("--discard-waiting", error, StringComparison.Ordinal);
        await using (var db = App.Database())
        {
            Assert.Equal(mailbox, (await db.Tickets.SingleAsync(t => t.Number == number, Ct)).MailboxId);
            Assert.True(await db.MailboxLeases.AnyAsync(l => l.MailboxId == mailbox, Ct));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await RemoveAsync(ann, mailbox, address, ("DiscardWaiting", "true"))).StatusCode);

        await using var after = App.Database();
        var mail = await after.Outbox.SingleAsync(i => i.TicketNumber == number, Ct);
        Assert.Equal((OutboxState.Failed, null, DeskFaults.MailboxRemoved), (mail.State, mail.NextAttemptAt, mail.LastErrorCode));
        Assert.True(await after.TicketEvents.AnyAsync(e => e.MessageId == mail.MessageId && e.Delivery == OutboxState.Failed, Ct));
        Assert.Contains("The mailbox was removed before this mail had left.", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_may_have_left_is_not_said_to_have_failed()
    {
        var address = App.Office.Person("doubtful").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        var number = await WriteAndReadAsync(mailbox, address, "in doubt");
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/pause", ("Paused", "true"));
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes."), ("Seen", "1"));
        await MarkAsync(number, OutboxState.Sending);

        await RemoveAsync(ann, mailbox, address, ("DiscardWaiting", "true"));

        await using var after = App.Database();
        Assert.Equal(OutboxState.Uncertain, (await after.Outbox.SingleAsync(i => i.TicketNumber == number, Ct)).State);
    }

    [Fact]
    public async Task A_connection_that_another_mailbox_works_with_stays_until_that_one_goes_too()
    {
        var (one, other) = (App.Office.Person("twin-one").Mail, App.Office.Person("twin-other").Mail);
        using var ann = await App.SignInAsync();
        var first = await App.EnterAsync(one);
        ConnectionId connection;
        MailboxId second;
        await using (var scope = App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TernDbContext>();
            connection = (await db.Mailboxes.SingleAsync(m => m.Id == first, Ct)).ConnectionId;
            second = scope.ServiceProvider.GetRequiredService<MailboxRegistry>().AddMailbox(connection, other, displayName: null, DateTimeOffset.UnixEpoch).Id;
            await db.SaveChangesAsync(Ct);
        }

        await App.CheckAsync(second);
        Assert.Contains(other, await ann.ReadAsync($"/mailboxes/{first}"), StringComparison.Ordinal);
        await RemoveAsync(ann, first, one);
        await using var after = App.Database();
        Assert.Equal(["connection", "credential", "grant", "token"], await WhatIsLeftOfAsync(after, connection));
        Assert.Null((await App.CheckAsync(second)).Fault);

        await RemoveAsync(ann, second, other);
        Assert.Empty(await WhatIsLeftOfAsync(after, connection));
    }

    [Fact]
    public async Task The_command_asks_for_the_address_again_and_a_running_server_notices_by_itself()
    {
        var address = App.Office.Person("by-command").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);

        var stranger = await App.RunTernAsync("mailbox", "remove", "nobody@contoso.example", "--yes");
        var unconfirmed = await App.RunTernAsync("mailbox", "remove", address);
        Assert.Equal((2, 1), (stranger.ExitCode, unconfirmed.ExitCode));
        Assert.Contains("Type its address again", unconfirmed.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was removed", unconfirmed.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync($"/mailboxes/{mailbox}")).StatusCode);

        var (exit, output, error) = await App.RunTernAsync("mailbox", "remove", address, "--yes");
        Assert.True(exit == 0, output + error);
        Assert.Contains($"{address} was removed", output, StringComparison.Ordinal);
        await IsForgottenAsync(mailbox);
        Assert.Equal(2, (await App.RunTernAsync("mailbox", "remove", address, "--yes")).ExitCode);
    }

    [Fact]
    public async Task A_mailbox_that_another_node_worked_on_is_waited_for_no_longer()
    {
        var address = App.Office.Person("held-elsewhere").Mail;
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, address);
        await using (var db = App.Database())
        {
            var until = App.Time.GetUtcNow().AddHours(1);
            await db.MailboxLeases.Where(l => l.MailboxId == mailbox).ExecuteUpdateAsync(
                set => set.SetProperty(l => l.Owner, "another").SetProperty(l => l.Epoch, l => l.Epoch + 1).SetProperty(l => l.ExpiresAt, until), Ct);
        }

        var host = App.Services.GetRequiredService<MailboxHost>();
        await WhenTimePassesAsync(() => host.Find(mailbox) is { Lease: null });
        await RemoveAsync(ann, mailbox, address);

        await IsForgottenAsync(mailbox);
    }

    private static Task<HttpResponseMessage> RemoveAsync(TernClient browser, MailboxId mailbox, string typed, params (string Name, string Value)[] more) =>
        browser.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/remove", [("Address", typed), .. more]);

    private async Task<long> WriteAndReadAsync(MailboxId mailbox, string address, string subject)
    {
        App.Office.Write(address, subject);
        await App.CheckAsync(mailbox);
        await using var db = App.Database();
        return (await db.Tickets.SingleAsync(t => t.Subject == subject, Ct)).Number;
    }

    /// <summary>Sets how far the one reply of a ticket has come; its mailbox rests.</summary>
    private async Task MarkAsync(long number, OutboxState state)
    {
        await using var db = App.Database();
        Assert.Equal(1, await db.Outbox.Where(i => i.TicketNumber == number).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, state), Ct));
    }

    private async Task IsForgottenAsync(MailboxId mailbox)
    {
        var host = App.Services.GetRequiredService<MailboxHost>();
        await WhenTimePassesAsync(() => host.Find(mailbox) is null);
    }

    private Task WhenTimePassesAsync(Func<bool> isSo) => Eventually.TrueAsync(() =>
    {
        App.Time.Advance(TimeSpan.FromSeconds(2));
        return Task.FromResult(isSo());
    });

    private static async Task<List<(string, int)>> CountsAsync(TernDbContext db, params string[] subjects)
    {
        var counts = new List<(string, int)>();
        foreach (var subject in subjects)
        {
            counts.Add((subject, await db.Tickets.CountAsync(t => t.Subject == subject, Ct)));
        }

        return counts;
    }

    private static async Task<List<string>> WhatIsLeftOfAsync(TernDbContext db, ConnectionId connection)
    {
        var left = new List<string>();
        if (await db.Connections.AnyAsync(c => c.Id == connection, Ct))
        {
            left.Add("connection");
        }

        if (await db.Credentials.AnyAsync(c => c.ConnectionId == connection, Ct))
        {
            left.Add("credential");
        }

        if (await db.Grants.AnyAsync(g => g.ConnectionId == connection, Ct))
        {
            left.Add("grant");
        }

        if (await db.AccessTokens.AnyAsync(t => t.ConnectionId == connection, Ct))
        {
            left.Add("token");
        }

        return left;
    }
}

public sealed class RemovalsOnSqlite(SqliteApp app) : RemoveMailboxTests<SqliteApp>(app);

public sealed class RemovalsOnPostgreSql(PostgreSqlApp app) : RemoveMailboxTests<PostgreSqlApp>(app);
