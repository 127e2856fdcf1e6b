using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.Microsoft365Simulator;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>A mail that could not be fetched or understood is an administrator's to look at, and no other mail waits for it.</summary>
public abstract class AsideMailTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task What_was_not_understood_is_looked_at_and_taken_in_as_it_is_once()
    {
        var (ann, mailbox) = await ConnectedAsync("not-understood");
        using var browser = ann;
        Overlong("not-understood", "Over every limit");
        await App.CheckAsync(mailbox);
        var entry = await EntryAsync(mailbox);
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        Assert.Contains("Take it in as it is", page, StringComparison.Ordinal);
        var source = await ann.DownloadAsync($"/mailboxes/{mailbox}/aside/source?mail={Uri.EscapeDataString(entry.ProviderId)}");
        Assert.Contains("Over every limit", System.Text.Encoding.UTF8.GetString(source), StringComparison.Ordinal);

        var taken = await PostAsync(ann, mailbox, "release", entry);
        var again = await PostAsync(ann, mailbox, "release", entry);

        await using var db = App.Database();
        var ticket = await db.Tickets.SingleAsync(t => t.Subject == "Over every limit", Ct);
        Assert.Equal($"/tickets/{ticket.Number}", taken.Headers.Location?.OriginalString);
        Assert.Equal($"/mailboxes/{mailbox}", again.Headers.Location?.OriginalString);
        Assert.Equal((IntakeFate.Ingested, ticket.Number), await db.Intake.Where(e => e.MailboxId == mailbox && e.ProviderId == entry.ProviderId).Select(e => new ValueTuple<IntakeFate, long?>(e.Fate, e.TicketNumber)).SingleAsync(Ct));
        Assert.Contains("It is there.", await ann.ReadAsync($"/tickets/{ticket.Number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_fetched_is_fetched_at_once_when_somebody_asks_for_it()
    {
        var (ann, mailbox) = await ConnectedAsync("unfetched");
        using var browser = ann;
        var broken = App.Office.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/unfetched@contoso.example/messages/*/$value", Status = 500, GraphCode = "ErrorInternalServerError" });
        App.Office.Write("unfetched@contoso.example", "Fetched in the end");
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromMinutes(10));
            await App.CheckAsync(mailbox);
            await using var looking = App.Database();
            return await looking.Intake.AnyAsync(e => e.MailboxId == mailbox && e.Fate == IntakeFate.Quarantined, Ct);
        });
        App.Office.Simulator.Faults.Remove(broken.Id);

        await PostAsync(ann, mailbox, "retry", await EntryAsync(mailbox));
        await App.CheckAsync(mailbox);

        await using var db = App.Database();
        Assert.Equal(1, await db.Tickets.CountAsync(t => t.Subject == "Fetched in the end", Ct));
    }

    [Fact]
    public async Task What_is_let_be_is_no_ticket_and_comes_back_by_no_count()
    {
        var (ann, mailbox) = await ConnectedAsync("let-be");
        using var browser = ann;
        Overlong("let-be", "Let it be");
        await App.CheckAsync(mailbox);

        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(ann, mailbox, "dismiss", await EntryAsync(mailbox))).StatusCode);
        App.Time.Advance(TimeSpan.FromHours(25));
        await App.CheckAsync(mailbox);

        await using var db = App.Database();
        Assert.False(await db.Tickets.AnyAsync(t => t.Subject == "Let it be", Ct));
        Assert.Equal((IntakeFate.Ignored, "Dismissed"), await db.Intake.Where(e => e.MailboxId == mailbox).Select(e => new ValueTuple<IntakeFate, string?>(e.Fate, e.Reason)).SingleAsync(Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/aside/retry", ("Mail", "nothing"))).StatusCode);
    }

    private async Task<(TernClient Browser, MailboxId Mailbox)> ConnectedAsync(string name)
    {
        var ann = await App.SignInAsync();
        return (ann, await App.ConnectAsync(ann, App.Office.Person(name).Mail));
    }

    /// <summary>More headers than any mail has.</summary>
    private void Overlong(string name, string subject)
    {
        var address = $"{name}@contoso.example";
        var headers = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-Many-{i}: {new string('x', 100)}\r\n"));
        App.Office.Simulator.Customers.Send(System.Text.Encoding.UTF8.GetBytes($"From: h@limits.example\r\nTo: <{address}>\r\nSubject: {subject}\r\n{headers}\r\nIt is there.\r\n"), address);
    }

    private async Task<IntakeEntry> EntryAsync(MailboxId mailbox)
    {
        await using var db = App.Database();
        return await db.Intake.AsNoTracking().SingleAsync(e => e.MailboxId == mailbox && e.Fate == IntakeFate.Quarantined, Ct);
    }

    private static Task<HttpResponseMessage> PostAsync(TernClient browser, MailboxId mailbox, string verb, IntakeEntry entry) =>
        browser.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/aside/{verb}", ("Mail", entry.ProviderId));
}

public sealed class AsideMailOnSqlite(SqliteApp app) : AsideMailTests<SqliteApp>(app);

public sealed class AsideMailOnPostgreSql(PostgreSqlApp app) : AsideMailTests<PostgreSqlApp>(app);
