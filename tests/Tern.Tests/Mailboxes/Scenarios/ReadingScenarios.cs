using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Customers;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>The change feed and the messages behind it have their bad days: scenarios 26 to 35 and 37 to 39. Every mail is a ticket once.</summary>
public abstract class ReadingScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task Scenario_26_A_cursor_that_Microsoft_forgot_leads_to_a_full_round_and_no_mail_is_missed_or_doubled()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "forgotten");
        await mailbox.AssertWorksAsync("before it was forgotten");
        App.Office.Simulator.Mailboxes.ExpireSyncStates(Box(mailbox));
        mailbox.Mark();

        await mailbox.AssertWorksAsync("after it was forgotten");

        await mailbox.AssertOneTicketAsync("before it was forgotten");
        Assert.Contains(mailbox.GraphRequests, e => e.Status == 410);
        Assert.Contains(mailbox.GraphRequests, e => e.Path.Contains("inbox/messages/delta", StringComparison.Ordinal) && e.Status == 200);
        Assert.Contains("no longer knew how far the folder had been read", await mailbox.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_26_A_link_that_dies_in_the_middle_of_a_round_begins_the_round_anew()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "mid-round");
        for (var i = 0; i < 120; i++)
        {
            mailbox.Write($"letter {i} of a burst");
        }

        mailbox.Break(new Fault { Path = $"/v1.0/users/{mailbox.Account.Mail}/mailFolders/inbox/messages/delta*", Status = 410, GraphCode = "SyncStateNotFound", Skip = 1, Times = 1 });
        await Eventually.TrueAsync(async () => await TicketsAsync(mailbox) == 120 || (await mailbox.CheckAsync()).Fault is not null);

        Assert.Equal(120, await TicketsAsync(mailbox));
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_27_Empty_pages_repeated_and_partial_rows_lose_nothing_and_blank_nothing()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "odd-pages");
        var settings = App.Office.Simulator.Settings;
        (settings.EmptyPages, settings.RepeatedRows, settings.PartialRows) = (0.5, 0.5, 1);
        try
        {
            for (var i = 0; i < 20; i++)
            {
                mailbox.Write($"odd {i}");
                await mailbox.CheckAsync();
                await mailbox.AssertOneTicketAsync($"odd {i}"); // at once: an empty page is not the end
            }

            foreach (var message in Box(mailbox).In("inbox"))
            {
                App.Office.Simulator.Mailboxes.MarkRead(Box(mailbox), message);
            }

            await mailbox.CheckAsync();
        }
        finally
        {
            (settings.EmptyPages, settings.RepeatedRows, settings.PartialRows) = (0, 0, 0);
        }

        await mailbox.CheckAsync();
        for (var i = 0; i < 20; i++)
        {
            await mailbox.AssertOneTicketAsync($"odd {i}");
        }

        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_28_A_mail_that_a_person_moved_keeps_its_ticket_and_is_known_to_have_left()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "moved-away");
        await mailbox.AssertWorksAsync("moved away");
        App.Office.Simulator.Mailboxes.Move(Box(mailbox), Box(mailbox).In("inbox")[^1], "archive");

        await mailbox.CheckAsync();

        await mailbox.AssertOneTicketAsync("moved away");
        await using var db = App.Database();
        var entry = await db.Intake.AsNoTracking().SingleAsync(e => e.MailboxId == mailbox.Id && e.Folder == "inbox", Ct);
        Assert.Equal((IntakeFate.Ingested, true), (entry.Fate, entry.LeftAt is not null));
    }

    [Fact]
    public async Task Scenario_29_A_mail_deleted_before_it_could_be_fetched_is_noted_and_asked_for_no_more()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "vanished");
        mailbox.Write("gone before it was read");
        var id = IdOfNewest(mailbox);
        mailbox.Break(new Fault { Path = $"/v1.0/users/*/messages/{id}*", Status = 404, GraphCode = "ErrorItemNotFound" });
        mailbox.Write("the next one");
        await mailbox.CheckAsync();
        await mailbox.AssertOneTicketAsync("the next one");
        mailbox.Mark();

        await mailbox.CheckAsync();
        App.Time.Advance(TimeSpan.FromMinutes(5));
        await mailbox.CheckAsync();

        await mailbox.AssertNoTicketAsync("gone before it was read");
        Assert.DoesNotContain(mailbox.GraphRequests, e => e.Path.Contains(id, StringComparison.Ordinal));
        await using var db = App.Database();
        Assert.Equal("Vanished", await db.Intake.Where(e => e.MailboxId == mailbox.Id && e.ProviderId == id).Select(e => e.Reason).SingleAsync(Ct));
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_30_A_poison_mail_is_set_aside_after_its_tries_told_and_holds_up_no_other()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "poison");
        mailbox.Write("poison");
        var id = IdOfNewest(mailbox);
        mailbox.Break(new Fault { Path = $"/v1.0/users/*/messages/{id}/$value", Status = 500, GraphCode = "ErrorInternalServerError" });

        await mailbox.AssertWorksAsync("beside the poison");
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromMinutes(10));
            await mailbox.CheckAsync();
            await using var looking = App.Database();
            return await looking.Intake.AnyAsync(e => e.MailboxId == mailbox.Id && e.Fate == IntakeFate.Quarantined, Ct);
        });

        await mailbox.AssertWorksAsync("after the poison");
        Assert.Contains("Fetch it again", await mailbox.PageAsync(), StringComparison.Ordinal);
        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "MailSetAside");
    }

    [Fact]
    public async Task Scenario_31_A_folder_with_more_than_five_thousand_mails_is_seen_whole_because_no_filter_cuts_the_feed()
    {
        var mailbox = LoneMailbox.Register(App, "full-folder");
        App.Office.Simulator.Mailboxes.Fill(Box(mailbox), 5_100, over: TimeSpan.FromDays(90));
        App.Time.Advance(TimeSpan.FromSeconds(2)); // within one second nobody can tell before from after
        await mailbox.ConnectAsync(("Import", "now"));
        mailbox.Write("the first new one");

        await Eventually.TrueAsync(async () => (await mailbox.CheckAsync()) is { HasMore: false, Fault: null });

        await mailbox.AssertOneTicketAsync("the first new one");
        await using var db = App.Database();
        Assert.Equal(5_100, await db.Intake.CountAsync(e => e.MailboxId == mailbox.Id && e.Reason == "OlderThanConnection", Ct));
        Assert.DoesNotContain(mailbox.GraphRequests, e => e.Path.Contains("/delta", StringComparison.Ordinal) && e.Path.Contains("filter", StringComparison.Ordinal));
        Assert.Equal(1, await TicketsAsync(mailbox));
    }

    [Fact]
    public async Task Scenario_32_A_message_that_left_and_came_back_unseen_by_the_feed_is_found_by_the_count()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "there-and-back");
        App.Office.Simulator.Settings.MissReturns = true;
        try
        {
            mailbox.Write("there and back again");
            var message = Box(mailbox).In("inbox")[^1];
            mailbox.Break(new Fault { Path = "/v1.0/users/*/messages/*", Status = 404, GraphCode = "ErrorItemNotFound" });
            await mailbox.CheckAsync();
            App.Office.Simulator.Mailboxes.Move(Box(mailbox), message, "archive");
            await mailbox.CheckAsync();
            App.Office.Simulator.Mailboxes.Move(Box(mailbox), message, "inbox");
            mailbox.Mend();
            await mailbox.CheckAsync();
            await mailbox.AssertNoTicketAsync("there and back again");

            App.Time.Advance(TimeSpan.FromMinutes(16));
            await mailbox.CheckAsync();
        }
        finally
        {
            App.Office.Simulator.Settings.MissReturns = false;
        }

        await mailbox.AssertOneTicketAsync("there and back again");
        Assert.Contains("had left out mail", await mailbox.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_32_A_count_that_is_not_answered_leaves_new_mail_and_the_sent_mails_their_way()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "uncounted");
        await mailbox.AssertWorksAsync("asked before the count");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/mailFolders/*/messages", Status = 504, Body = "<html>Gateway Timeout</html>", ContentType = "text/html" });
        App.Time.Advance(TimeSpan.FromMinutes(16));
        var asked = Box(mailbox).In("inbox")[^1];
        App.Office.Simulator.Mailboxes.Reply(Box(mailbox), asked, new Letter { To = [mailbox.Customer], Subject = "Re: asked before the count", Text = "Answered in Outlook." });

        await mailbox.AssertWorksAsync("new beside the count");

        using var ann = await App.SignInAsync();
        Assert.Contains("Answered in Outlook.", await ann.ReadAsync($"/tickets/{await mailbox.AssertOneTicketAsync("asked before the count")}"), StringComparison.Ordinal);
        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "CountFailed");
    }

    [Fact]
    public async Task Scenario_33_Too_many_at_once_is_waited_out_and_the_answer_of_an_agent_leaves_meanwhile()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "crowded");
        await mailbox.AssertWorksAsync("asked before the crowd");
        for (var i = 0; i < 6; i++)
        {
            mailbox.Write($"in the crowd {i}");
        }

        mailbox.Break(new Fault { Path = "/v1.0/users/*/$value", Status = 429, GraphCode = "ApplicationThrottled", Headers = new() { ["Retry-After"] = "1" }, Times = 3 });
        Assert.Equal((FaultCodes.Throttled, TimeSpan.FromSeconds(1)), ((await mailbox.CheckAsync()).Fault is { } told ? (told.Code, told.RetryAfter) : default));
        await mailbox.AnswerAsync("asked before the crowd", "Here I am.");
        await mailbox.AssertLeavesOnceAsync("Here I am.");
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(2));
            await mailbox.CheckAsync();
            return await TicketsAsync(mailbox) == 7;
        });
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_34_A_large_mail_cut_in_the_middle_is_fetched_again_and_nothing_of_the_half_is_kept()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "cut");
        var attachment = Convert.ToBase64String(new byte[4_000_000], Base64FormattingOptions.InsertLineBreaks);
        var raw = $"From: Carla <{mailbox.Customer}>\r\nTo: <{mailbox.Account.Mail}>\r\nSubject: with a large file\r\nMessage-ID: <large@cut.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=zeros.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n{attachment}\r\n--b--\r\n";
        App.Office.Simulator.Customers.Send(Encoding.ASCII.GetBytes(raw), mailbox.Account.Mail);
        mailbox.Break(new Fault { Path = "/v1.0/users/*/$value", Cut = Cut.MidBody, Times = 1 });

        await mailbox.CheckAsync();
        await mailbox.AssertNoTicketAsync("with a large file");
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromMinutes(2));
            await mailbox.CheckAsync();
            return await TicketsAsync(mailbox) == 1;
        });

        await mailbox.AssertOneTicketAsync("with a large file");
        await using var db = App.Database();
        Assert.Equal(4_000_000, await db.Attachments.Where(a => a.Name == "zeros.bin" && db.Set<Message>().Any(m => m.Id == a.MessageId && m.MailboxId == mailbox.Id)).Select(a => a.Size).SingleAsync(Ct));
    }

    [Theory]
    [InlineData(1)] // cut on its way, once
    [InlineData(-1)] // sent like that
    public async Task Scenario_34_A_mail_that_ends_in_the_middle_of_an_answer_that_looks_whole_is_fetched_again_and_what_never_has_an_end_is_taken_in(int times)
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, times > 0 ? "half" : "halved");
        var end = times > 0 ? "\r\n--=_x--\r\n" : "";
        var raw = $"From: Carla <{mailbox.Customer}>\r\nTo: <{mailbox.Account.Mail}>\r\nSubject: in two parts, {times}\r\nMessage-ID: <parts@{mailbox.Account.Mail}>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n\tboundary=\"=_x\"\r\n\r\n--=_x\r\nContent-Type: text/plain\r\n\r\nThe beginning. {new string('.', 2000)}\r\n--=_x\r\nContent-Type: text/plain\r\n\r\nThe end.{end}";
        App.Office.Simulator.Customers.Send(Encoding.ASCII.GetBytes(raw), mailbox.Account.Mail);
        if (times > 0)
        {
            mailbox.Break(new Fault { Class = "G9", Path = "/v1.0/users/*/$value", Times = times });
        }

        await mailbox.CheckAsync();

        using var ann = await App.SignInAsync();
        Assert.Contains("The end.", await ann.ReadAsync($"/tickets/{await mailbox.AssertOneTicketAsync($"in two parts, {times}")}"), StringComparison.Ordinal);
        Assert.Equal(times > 0 ? 2 : 3, mailbox.GraphRequests.Count(e => e.Path.EndsWith("/$value", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Scenario_35_A_mailbox_without_a_licence_is_told_probed_slowly_and_goes_on_where_it_was()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "unlicensed");
        await mailbox.AssertWorksAsync("before the licence ended");
        mailbox.Account.IsLicensed = false;
        Assert.Equal(FaultCodes.MailboxUnavailable, (await mailbox.CheckAsync()).Fault?.Code);
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.MailboxUnavailable, "MailboxNotEnabledForRESTAPI");
        var cursor = await CursorAsync(mailbox);

        mailbox.Account.IsLicensed = true;
        mailbox.Write("while nobody could read");
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(20));
        await mailbox.HealsByItselfAsync();

        Assert.NotNull(cursor);
        await mailbox.AssertOneTicketAsync("before the licence ended");
        await mailbox.AssertOneTicketAsync("while nobody could read");
    }

    [Fact]
    public async Task Scenario_37_A_mail_that_cannot_be_marked_right_after_delivery_is_marked_on_a_later_try_and_is_a_ticket_at_once()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "conflict");
        Assert.Equal(HttpStatusCode.Redirect, (await mailbox.PostAsync("/after-import", ("Kind", "MarkRead"))).StatusCode);
        mailbox.Break(new Fault { Path = "/v1.0/users/*/messages/*", Method = "PATCH", Status = 412, GraphCode = "ErrorIrresolvableConflict", Times = 7 });
        mailbox.Mark();

        await mailbox.AssertWorksAsync("marked in the end");
        Assert.False(Box(mailbox).In("inbox")[^1].IsRead);
        App.Time.Advance(TimeSpan.FromMinutes(1));
        await mailbox.CheckAsync();

        Assert.True(Box(mailbox).In("inbox")[^1].IsRead);
        Assert.Equal(7, mailbox.GraphRequests.Count(e => e.Status == 412));
    }

    [Fact]
    public async Task Scenario_38_A_chosen_folder_that_was_deleted_is_told_and_the_inbox_is_read_in_its_place()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "folder-gone");
        var folder = await App.Office.MakeFolderAsync(mailbox.Account, "Chosen");
        Assert.Equal(HttpStatusCode.Redirect, (await mailbox.PostAsync("/folders", ("Folder", folder), ("Name", "Chosen"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await mailbox.PostAsync("/folders/stop", ("Folder", "inbox"))).StatusCode);
        await mailbox.CheckAsync();
        mailbox.Break(new Fault { Path = $"/v1.0/users/*/mailFolders/{folder}/*", Status = 404, GraphCode = "ErrorFolderNotFound" });

        mailbox.Write("the rule fails now");
        await mailbox.CheckAsync();
        await mailbox.AssertNoTicketAsync("the rule fails now"); // Microsoft may say so once of a folder that is there
        await mailbox.CheckAsync();

        await mailbox.AssertOneTicketAsync("the rule fails now");
        mailbox.Write("while the desk stood still");
        await App.StopAsync();
        App.Time.Advance(TimeSpan.FromHours(3));
        await App.RestartAsync();
        await mailbox.CheckAsync();
        await mailbox.AssertOneTicketAsync("while the desk stood still");
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.FolderMissing, "ErrorFolderNotFound");
    }

    [Fact]
    public async Task Scenario_39_An_answer_without_a_body_is_trouble_that_passes()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "empty-body");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/messages/delta*", Status = 200, Body = "" });
        mailbox.Write("behind an empty answer");

        Assert.Equal((FaultCodes.AnswerUnreadable, FaultClass.Transient), ((await mailbox.CheckAsync()).Fault is { } told ? (told.Code, told.Class) : default));
        Assert.Equal(MailboxState.Degraded, (await mailbox.HealthAsync()).State);
        mailbox.Mend();
        await mailbox.CheckAsync();

        await mailbox.AssertOneTicketAsync("behind an empty answer");
        await mailbox.AssertHealthyAsync();
    }

    [Theory]
    [InlineData(AfterImportKind.MarkRead)]
    [InlineData(AfterImportKind.Categorize)]
    [InlineData(AfterImportKind.Move)]
    public async Task Scenario_60_Once_received_mail_must_not_be_changed_everything_goes_on_because_nothing_of_it_ever_was(AfterImportKind kind)
    {
        var settings = App.Office.Simulator.Settings;
        var before = settings.MailAdvancedFrom;
        settings.MailAdvancedFrom = App.Time.GetUtcNow().AddDays(-1);
        try
        {
            var mailbox = await LoneMailbox.AppOnlyAsync(App, $"advanced-{kind}".ToLowerInvariant());
            await mailbox.PostAsync("/after-import", ("Kind", kind.ToString()), ("Category", "Tern"), ("Target", kind == AfterImportKind.Move ? "archive" : ""), ("TargetName", "Archive"));
            await mailbox.AssertWorksAsync($"kept as it came, {kind}");
            await mailbox.AnswerAsync($"kept as it came, {kind}", "An answer");
            await mailbox.AssertLeavesOnceAsync("An answer");
            await Eventually.TrueAsync(async () =>
            {
                await mailbox.CheckAsync();
                await using var db = App.Database();
                return !await db.Intake.AnyAsync(e => e.MailboxId == mailbox.Id && e.FileAt != null, Ct);
            });

            var message = Box(mailbox).Messages.Values.Single(m => m.Facts.Subject == $"kept as it came, {kind}");
            Assert.True(kind switch { AfterImportKind.MarkRead => message.IsRead, AfterImportKind.Categorize => message.Categories.Contains("Tern"), _ => !Box(mailbox).In("inbox").Contains(message) });
            Assert.DoesNotContain(mailbox.GraphRequests, e => e.Status is 400 or 401 or 403 or 405);
            await mailbox.AssertHealthyAsync();
        }
        finally
        {
            settings.MailAdvancedFrom = before;
        }
    }

    private Microsoft365Simulator.Mailboxes.Mailbox Box(LoneMailbox mailbox) => App.Office.Simulator.Mailboxes.Of(mailbox.Account);

    private string IdOfNewest(LoneMailbox mailbox) => App.Office.Simulator.Mailboxes.IdOf(Box(mailbox), Box(mailbox).In("inbox")[^1]);

    private async Task<int> TicketsAsync(LoneMailbox mailbox)
    {
        await using var db = App.Database();
        return await db.Tickets.CountAsync(t => t.MailboxId == mailbox.Id, Ct);
    }

    private async Task<string?> CursorAsync(LoneMailbox mailbox)
    {
        await using var db = App.Database();
        return await db.SyncCursors.Where(c => c.MailboxId == mailbox.Id && c.Folder == "inbox").Select(c => c.Cursor).SingleAsync(Ct);
    }
}

public sealed class ReadingScenariosOnSqlite(SqliteApp app) : ReadingScenarios<SqliteApp>(app);

public sealed class ReadingScenariosOnPostgreSql(PostgreSqlApp app) : ReadingScenarios<PostgreSqlApp>(app);
