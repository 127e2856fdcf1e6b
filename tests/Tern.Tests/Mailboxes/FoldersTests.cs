using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes;

/// <summary>Which folders are read, what becomes of their mail, and what is done with it afterwards.</summary>
public abstract class FoldersTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_folder_chosen_from_the_tree_is_read_beside_the_inbox_until_it_is_stopped()
    {
        var account = App.Office.Person("tree");
        var outer = await App.Office.MakeFolderAsync(account, "Customers");
        var inner = await App.Office.MakeFolderAsync(account, "North", outer);
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        var tree = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}/folders"));
        Assert.Matches($"data-depth=\"1\" data-folder-id=\"{inner}\"[^§]*?North", tree.Replace("</li>", "§", StringComparison.Ordinal));

        await PostAsync(ann, mailbox, "folders", ("Folder", inner), ("Name", "North"));
        Deliver(account, "in the north", "North");
        App.Office.Write(account.Mail, "in the inbox");
        await ReadAsync(mailbox, "in the north", "in the inbox");
        Assert.Contains("North", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);

        await PostAsync(ann, mailbox, "folders/stop", ("Folder", inner));
        Deliver(account, "later in the north", "North");
        App.Office.Write(account.Mail, "later in the inbox");
        await ReadAsync(mailbox, "later in the inbox");
        Assert.Equal(0, await TicketsAsync("later in the north"));
        var last = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/folders/stop", ("Folder", "inbox"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, last.StatusCode);
    }

    [Fact]
    public async Task Junk_is_read_on_request_and_waits_under_spam_unanswered()
    {
        var account = App.Office.Person("junk");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        Deliver(account, "before it was asked for", "junkemail");
        await App.CheckAsync(mailbox);
        Assert.Equal(0, await TicketsAsync("before it was asked for"));

        await PostAsync(ann, mailbox, "folders", ("Folder", "junkemail"));
        Deliver(account, "win a bicycle", "junkemail");
        await ReadAsync(mailbox, "win a bicycle");

        await using var db = App.Database();
        Assert.Equal(TicketStatus.Spam, await db.Tickets.Where(t => t.Subject == "win a bicycle").Select(t => t.Status).SingleAsync(Ct));
    }

    [Fact]
    public async Task An_answer_written_in_Outlook_appears_in_the_ticket_and_our_own_answers_do_not_appear_twice()
    {
        var account = App.Office.Person("outlook");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        App.Office.Write(account.Mail, "Is it blue?");
        await ReadAsync(mailbox, "Is it blue?");
        await using var db = App.Database();
        var number = await db.Tickets.Where(t => t.Subject == "Is it blue?").Select(t => t.Number).SingleAsync(Ct);

        App.Office.Simulator.Settings.ReplaceMessageId = true; // a sent copy is then not known by our Message-ID
        try
        {
            await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Yes, and green."), ("Seen", "1"));
            await Eventually.TrueAsync(async () =>
            {
                App.Time.Advance(TimeSpan.FromSeconds(11));
                await App.CheckAsync(mailbox);
                return await db.Outbox.AnyAsync(i => i.TicketNumber == number && i.State == OutboxState.Sent, Ct);
            });
        }
        finally
        {
            App.Office.Simulator.Settings.ReplaceMessageId = false;
        }

        var box = App.Office.Simulator.Mailboxes.Of(account);
        var asked = box.In("inbox").Single(m => m.Facts.Subject == "Is it blue?");
        App.Office.Simulator.Mailboxes.Reply(box, asked, new Letter { To = ["carla@customer.example"], Subject = "Re: Is it blue?", Text = "It is, says Outlook." });
        App.Office.Simulator.Mailboxes.Write(box, new Letter { To = ["friend@elsewhere.example"], Subject = "Lunch", Text = "At noon?" });
        await Eventually.TrueAsync(async () =>
        {
            await App.CheckAsync(mailbox);
            return await db.Messages.AnyAsync(m => m.VisibleText.Contains("says Outlook"), Ct);
        });

        var messages = await db.Messages.AsNoTracking().Where(m => m.MailboxId == mailbox).OrderBy(m => m.Position).ToListAsync(Ct);
        Assert.Equal(
            [(MessageKind.Incoming, false), (MessageKind.Reply, false), (MessageKind.Reply, true)],
            messages.Select(m => (m.Kind, m.IsWrittenInMailbox)));
        Assert.Equal(0, await TicketsAsync("Lunch"));
        Assert.Contains("Outlook", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
        Assert.Equal(3, await db.Tickets.Where(t => t.Number == number).Select(t => t.MessageCount).SingleAsync(Ct));
    }

    [Theory]
    [InlineData(AfterImportKind.MarkRead)]
    [InlineData(AfterImportKind.Categorize)]
    [InlineData(AfterImportKind.Move)]
    public async Task What_was_read_is_marked_categorised_or_moved_and_a_conflict_right_after_delivery_is_overcome(AfterImportKind kind)
    {
        var account = App.Office.Person($"after-{kind}".ToLowerInvariant());
        var done = await App.Office.MakeFolderAsync(account, "Done");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        await PostAsync(ann, mailbox, "after-import", ("Kind", kind.ToString()), ("Category", "Tern"), ("Target", kind == AfterImportKind.Move ? done : ""), ("TargetName", "Done"));
        App.Office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/{account.Mail}/messages/*", Method = kind == AfterImportKind.Move ? "POST" : "PATCH", Status = 412, GraphCode = "ErrorIrresolvableConflict", Times = 2 });

        var subject = $"read and {kind}";
        App.Office.Write(account.Mail, subject);
        await ReadAsync(mailbox, subject);

        var box = App.Office.Simulator.Mailboxes.Of(account);
        await Eventually.TrueAsync(async () =>
        {
            await App.CheckAsync(mailbox);
            var message = box.Messages.Values.Single(m => m.Facts.Subject == subject);
            return kind switch
            {
                AfterImportKind.MarkRead => message.IsRead,
                AfterImportKind.Categorize => message.Categories.Contains("Tern"),
                _ => !box.In("inbox").Contains(message),
            };
        });
        Assert.Equal(1, await TicketsAsync(subject));
    }

    [Fact]
    public async Task What_cannot_be_done_afterwards_never_stops_reading()
    {
        var account = App.Office.Person("after-fails");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        await PostAsync(ann, mailbox, "after-import", ("Kind", "MarkRead"));
        App.Office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/{account.Mail}/messages/*", Method = "PATCH", Status = 500, GraphCode = "ErrorInternalServerError", Always = true });

        App.Office.Write(account.Mail, "the first of two");
        App.Office.Write(account.Mail, "the second of two");
        await ReadAsync(mailbox, "the first of two", "the second of two");

        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
        await using var db = App.Database();
        var waiting = await db.Intake.Where(e => e.MailboxId == mailbox && e.FileAt != null).Select(e => e.FileAttempts).ToListAsync(Ct);
        Assert.Equal(2, waiting.Count);
        Assert.Contains(waiting, attempts => attempts > 0);
    }

    [Fact]
    public async Task A_chosen_folder_that_is_gone_is_told_and_the_inbox_is_read_in_its_place_from_now_on()
    {
        var account = App.Office.Person("gone");
        var chosen = await App.Office.MakeFolderAsync(account, "Support");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        await PostAsync(ann, mailbox, "folders", ("Folder", chosen), ("Name", "Support"));
        await PostAsync(ann, mailbox, "folders/stop", ("Folder", "inbox"));
        await App.CheckAsync(mailbox);
        Deliver(account, "private, two hours ago", "inbox");
        App.Time.Advance(TimeSpan.FromHours(2));

        await using var db = App.Database();
        await db.MailboxFolders.Where(f => f.MailboxId == mailbox && f.Folder == chosen).ExecuteUpdateAsync(set => set.SetProperty(f => f.Folder, chosen[..^6] + "AAAAA="), Ct);
        App.Office.Write(account.Mail, "now that the rule fails");
        await Eventually.TrueAsync(async () =>
        {
            await App.CheckAsync(mailbox);
            return await TicketsAsync("now that the rule fails") == 1;
        });

        Assert.Equal(0, await TicketsAsync("private, two hours ago"));
        var health = await App.HealthAsync(mailbox);
        Assert.Equal((MailboxState.ActionNeeded, FaultCodes.FolderMissing), (health.State, health.FaultCode));
    }

    [Fact]
    public async Task What_the_change_feed_does_not_tell_is_found_by_the_count_and_said()
    {
        var account = App.Office.Person("counted");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        await App.CheckAsync(mailbox);
        App.Office.Simulator.Settings.FeedLag = TimeSpan.FromHours(1);
        try
        {
            App.Office.Write(account.Mail, "not told");
            App.Time.Advance(TimeSpan.FromMinutes(6));
            await App.CheckAsync(mailbox);
            Assert.Equal(0, await TicketsAsync("not told"));

            App.Time.Advance(TimeSpan.FromMinutes(10));
            await ReadAsync(mailbox, "not told");
        }
        finally
        {
            App.Office.Simulator.Settings.FeedLag = TimeSpan.Zero;
        }

        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "FeedMissedMail");
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        Assert.Contains("had left out mail", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moved")]
    [InlineData("read")]
    [InlineData("deleted")]
    public async Task Mail_that_a_person_moves_reads_or_deletes_within_a_second_of_its_arrival_is_a_ticket_all_the_same(string what)
    {
        var account = App.Office.Person($"quick-{what}");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        await App.CheckAsync(mailbox);
        var (mailboxes, box) = (App.Office.Simulator.Mailboxes, App.Office.Simulator.Mailboxes.Of(account));
        var subject = $"quickly {what}";

        App.Office.Write(account.Mail, subject);
        var message = box.In("inbox").Single(m => m.Facts.Subject == subject);
        switch (what)
        {
            case "moved":
                mailboxes.Move(box, message, "archive");
                break;
            case "read":
                mailboxes.MarkRead(box, message);
                break;
            default:
                mailboxes.Move(box, message, "deleteditems");
                break;
        }

        await ReadAsync(mailbox, subject);
    }

    private async Task ReadAsync(MailboxId mailbox, params string[] subjects)
    {
        await Eventually.TrueAsync(async () =>
        {
            await App.CheckAsync(mailbox);
            return await TicketsAsync(subjects[0]) == 1;
        });
        foreach (var subject in subjects)
        {
            Assert.Equal(1, await TicketsAsync(subject));
        }
    }

    private void Deliver(User account, string subject, string folder)
    {
        var raw = $"From: Carla Customer <carla@customer.example>\r\nTo: <{account.Mail}>\r\nSubject: {subject}\r\nMessage-ID: <{subject.Replace(' ', '-')}@customer.example>\r\n\r\nHello\r\n";
        App.Office.Simulator.Mailboxes.Deliver(App.Office.Simulator.Mailboxes.Of(account), System.Text.Encoding.UTF8.GetBytes(raw), folder);
    }

    private static async Task PostAsync(TernClient browser, MailboxId mailbox, string verb, params (string, string)[] fields) =>
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/{verb}", fields)).StatusCode);

    private async Task<int> TicketsAsync(string subject)
    {
        await using var db = App.Database();
        return await db.Tickets.CountAsync(ticket => ticket.Subject == subject, Ct);
    }
}

public sealed class FoldersOnSqlite(SqliteApp app) : FoldersTests<SqliteApp>(app);

public sealed class FoldersOnPostgreSql(PostgreSqlApp app) : FoldersTests<PostgreSqlApp>(app);
