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

    [Theory]
    [InlineData("deleted")]
    [InlineData("failing")]
    [InlineData("closed")]
    public async Task What_was_set_aside_and_cannot_be_fetched_again_is_still_here_and_can_be_taken_in(string what)
    {
        var name = $"only-copy-{what}";
        var (ann, mailbox) = await ConnectedAsync(name);
        using var browser = ann;
        Overlong(name, $"The only copy, {what}");
        await App.CheckAsync(mailbox);
        var before = await EntryAsync(mailbox);
        var box = App.Office.Simulator.Mailboxes[$"{name}@contoso.example"]!;
        if (what == "deleted")
        {
            App.Office.Simulator.Mailboxes.Purge(box, box.In("inbox")[^1]);
        }
        else
        {
            App.Office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/{name}@contoso.example/messages/*/$value", Status = what == "closed" ? 403 : 500, GraphCode = what == "closed" ? "ErrorAccessDenied" : "ErrorInternalServerError" });
        }

        await PostAsync(ann, mailbox, "retry", before);
        await App.CheckAsync(mailbox);

        var after = await EntryAsync(mailbox);
        Assert.Equal((before.Raw, before.Reason, before.Detail, null), (after.Raw, after.Reason, after.Detail, after.RetryAt));
        Assert.Contains("Take it in as it is", WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}")), StringComparison.Ordinal);
        await PostAsync(ann, mailbox, "release", after);
        await using var db = App.Database();
        Assert.Equal(1, await db.Tickets.CountAsync(t => t.Subject == $"The only copy, {what}", Ct));
    }

    [Fact]
    public async Task An_answer_from_Sent_Items_that_was_not_understood_is_taken_in_as_an_answer()
    {
        var (ann, mailbox) = await ConnectedAsync("aside-sent");
        using var browser = ann;
        App.Office.Write("aside-sent@contoso.example", "Is it green?");
        await App.CheckAsync(mailbox);
        var asked = App.Office.Simulator.Mailboxes["aside-sent@contoso.example"]!.In("inbox")[^1].Facts.InternetMessageId;
        Overlong("aside-sent", "Re: Is it green?", "sentitems", $"In-Reply-To: {asked}\r\n");
        await App.CheckAsync(mailbox);

        await PostAsync(ann, mailbox, "release", await EntryAsync(mailbox));

        await using var db = App.Database();
        var number = await db.Tickets.Where(t => t.Subject == "Is it green?").Select(t => t.Number).SingleAsync(Ct);
        var messages = await db.Messages.AsNoTracking().Where(m => m.MailboxId == mailbox).OrderBy(m => m.Position).ToListAsync(Ct);
        Assert.Equal([(MessageKind.Incoming, false), (MessageKind.Reply, true)], messages.Select(m => (m.Kind, m.IsWrittenInMailbox)));
        Assert.Equal(2, await db.Tickets.Where(t => t.Number == number).Select(t => t.MessageCount).SingleAsync(Ct));
        Assert.False(await db.Tickets.AnyAsync(t => t.Subject == "Re: Is it green?", Ct));
    }

    [Fact]
    public async Task Spam_that_was_not_understood_is_taken_in_as_spam()
    {
        var (ann, mailbox) = await ConnectedAsync("aside-junk");
        using var browser = ann;
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/folders", ("Folder", "junkemail"));
        await App.CheckAsync(mailbox);
        Overlong("aside-junk", "Win a very long bicycle", "junkemail");
        await App.CheckAsync(mailbox);

        await PostAsync(ann, mailbox, "release", await EntryAsync(mailbox));

        Assert.Equal(TicketStatus.Spam, await StatusAsync("Win a very long bicycle"));
    }

    [Fact]
    public async Task Spam_that_could_not_be_fetched_comes_as_spam_also_when_its_folder_is_no_longer_read()
    {
        var (ann, mailbox) = await ConnectedAsync("waiting-junk");
        using var browser = ann;
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/folders", ("Folder", "junkemail"));
        await App.CheckAsync(mailbox);
        var broken = App.Office.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/waiting-junk@contoso.example/messages/*/$value", Status = 500, GraphCode = "ErrorInternalServerError" });
        Deliver("waiting-junk", "Win a late bicycle", "junkemail");
        await App.CheckAsync(mailbox);
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/folders/stop", ("Folder", "junkemail"));

        App.Office.Simulator.Faults.Remove(broken.Id);
        App.Time.Advance(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(async () =>
        {
            await App.CheckAsync(mailbox);
            await using var db = App.Database();
            return await db.Tickets.AnyAsync(t => t.Subject == "Win a late bicycle", Ct);
        });

        Assert.Equal(TicketStatus.Spam, await StatusAsync("Win a late bicycle"));
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
    private void Overlong(string name, string subject, string folder = "inbox", string thread = "")
    {
        var headers = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-Many-{i}: {new string('x', 100)}\r\n"));
        Deliver(name, subject, folder, $"{thread}{headers}");
    }

    private void Deliver(string name, string subject, string folder, string headers = "")
    {
        var (address, from) = ($"{name}@contoso.example", folder == "sentitems" ? $"{name}@contoso.example" : "h@limits.example");
        var raw = System.Text.Encoding.UTF8.GetBytes($"From: {from}\r\nTo: <{(folder == "sentitems" ? "carla@customer.example" : address)}>\r\nSubject: {subject}\r\n{headers}\r\nIt is there.\r\n");
        App.Office.Simulator.Mailboxes.Deliver(App.Office.Simulator.Mailboxes[address]!, raw, folder);
    }

    private async Task<TicketStatus> StatusAsync(string subject)
    {
        await using var db = App.Database();
        return await db.Tickets.Where(t => t.Subject == subject).Select(t => t.Status).SingleAsync(Ct);
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
