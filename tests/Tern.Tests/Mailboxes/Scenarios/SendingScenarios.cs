using System.Net;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Tern.Features.Tickets;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>Sending has no second try that is safe by itself: scenarios 47 to 59. The customer gets every answer once.</summary>
public abstract class SendingScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scenario_47_and_48_A_gateway_that_lost_the_answer_to_send_costs_no_mail_and_doubles_none(bool hasSent)
    {
        var mailbox = await AskedAsync(hasSent ? "gateway-sent" : "gateway-lost");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 504, Body = "<html>Gateway Timeout</html>", ContentType = "text/html", RunsEffect = hasSent, Times = 1 });
        mailbox.Mark();

        await mailbox.AnswerAsync(Asked(mailbox), "The answer, once.");
        await mailbox.AssertLeavesOnceAsync("The answer, once.");

        Assert.Equal(hasSent ? 1 : 2, Sends(mailbox));
        Assert.Empty(Box(mailbox).In("drafts"));
    }

    [Fact]
    public async Task Scenario_49_A_draft_whose_id_was_never_told_is_found_and_used()
    {
        var mailbox = await AskedAsync("orphan");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/messages", Method = "POST", Cut = Cut.AfterEffect, Times = 1 });
        mailbox.Mark();

        await mailbox.AnswerAsync(Asked(mailbox), "From the orphan.");
        await mailbox.AssertLeavesOnceAsync("From the orphan.");

        Assert.Empty(Box(mailbox).In("drafts"));
        Assert.Single(mailbox.GraphRequests, e => e.Method == "POST" && e.Path.EndsWith("/messages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scenario_50_A_copy_that_comes_minutes_late_is_waited_for()
    {
        var mailbox = await AskedAsync("late-copy");
        App.Office.Simulator.Settings.SentItemsAfter = TimeSpan.FromMinutes(3);
        mailbox.Mark();
        try
        {
            await mailbox.AnswerAsync(Asked(mailbox), "Seen late.");
            await mailbox.AssertLeavesOnceAsync("Seen late.");
        }
        finally
        {
            App.Office.Simulator.Settings.SentItemsAfter = TimeSpan.Zero;
        }

        Assert.Equal(1, Sends(mailbox));
    }

    [Fact]
    public async Task Scenario_51_What_comes_back_joins_its_ticket_and_is_answered_by_nobody()
    {
        var mailbox = await AskedAsync("comes-back");
        App.Office.Simulator.Customers.Bounce(mailbox.Customer);
        await mailbox.AnswerAsync(Asked(mailbox), "To nobody.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            await mailbox.CheckAsync();
            return await db.Messages.AnyAsync(m => m.MailboxId == mailbox.Id && m.Automatic == Mail.AutomaticKind.Bounce, Ct);
        });

        Assert.Equal(1, await db.Tickets.CountAsync(t => t.MailboxId == mailbox.Id, Ct));
        Assert.Equal(1, await db.Outbox.CountAsync(i => i.MailboxId == mailbox.Id, Ct));
    }

    [Fact]
    public async Task Scenario_52_A_missing_right_to_send_keeps_the_answer_says_so_and_lets_it_leave_after_the_mend()
    {
        var mailbox = await AskedAsync("send-as");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 403, GraphCode = "ErrorSendAsDenied" });
        await mailbox.AnswerAsync(Asked(mailbox), "Kept for later.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.LastErrorCode == FaultCodes.SendAsDenied, Ct);
        });
        Assert.Empty(mailbox.Received);
        using var ann = await App.SignInAsync();
        var ticket = await ann.ReadAsync($"/tickets/{await mailbox.AssertOneTicketAsync(Asked(mailbox))}");
        Assert.Contains("delivery-error", ticket, StringComparison.Ordinal);

        mailbox.Mend();
        await mailbox.AssertLeavesOnceAsync("Kept for later.");
    }

    [Theory]
    [InlineData("cut", 0)]
    [InlineData("over", 404)]
    public async Task Scenario_53_and_54_A_large_file_arrives_whole_though_its_upload_is_cut_or_its_address_ends(string name, int status)
    {
        var mailbox = await AskedAsync($"upload-{name}");
        var bytes = new byte[5_000_000];
        new Random(5).NextBytes(bytes);
        App.Office.Simulator.Faults.Add(new Fault
        {
            Path = "/upload/*",
            Status = status == 0 ? null : status,
            GraphCode = status == 0 ? null : "ErrorItemNotFound",
            Cut = status == 0 ? Cut.AfterEffect : Cut.None,
            Skip = 1,
            Times = 1,
        });
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "The plan is attached."), ("Seen", "1")], [("plan.pdf", bytes)], "Files");

        await mailbox.AssertLeavesOnceAsync("The plan is attached.");

        var file = Assert.Single(mailbox.Received[^1].Attachments.OfType<MimePart>());
        using var content = new MemoryStream();
        await file.Content!.DecodeToAsync(content, Ct);
        Assert.True(bytes.AsSpan().SequenceEqual(content.ToArray()), "The file is not what was attached.");
    }

    [Fact]
    public async Task Files_up_to_what_an_administrator_allows_the_mailbox_reach_the_customer_whole()
    {
        var mailbox = await AskedAsync("roomy");
        var settings = App.Office.Simulator.Settings;
        var (message, received) = (settings.LargestMessage, settings.LargestReceived);
        (settings.LargestMessage, settings.LargestReceived) = (150L * 1024 * 1024, 150L * 1024 * 1024);
        try
        {
            var files = new[] { ("plans.zip", new byte[48 * 1024 * 1024]), ("more.zip", new byte[4 * 1024 * 1024]) };
            Array.ForEach(files, file => new Random(55).NextBytes(file.Item2));
            using var ann = await App.SignInAsync();
            var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
            var (page, ticket) = ($"/mailboxes/{mailbox.Id.Value}", $"/tickets/{number}");
            Assert.Contains("larger than 25 MB together", await ann.ReadAsync(ticket), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ann.PostAsync(page, $"{page}/largest-mail", ("Megabytes", "151"))).StatusCode);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await ann.PostFilesAsync(ticket, $"{ticket}/reply", [("Text", "All plans."), ("Seen", "1")], files, "Files")).StatusCode);

            await ann.PostAsync(page, $"{page}/largest-mail", ("Megabytes", "75"));
            Assert.Contains("larger than 53 MB together", await ann.ReadAsync(ticket), StringComparison.Ordinal);
            await ann.PostFilesAsync(ticket, $"{ticket}/reply", [("Text", "All plans."), ("Seen", "1")], files, "Files");

            await mailbox.AssertLeavesOnceAsync("All plans.");
            var contents = new List<byte[]>();
            foreach (var file in mailbox.Received[^1].Attachments.OfType<MimePart>())
            {
                using var content = new MemoryStream();
                await file.Content!.DecodeToAsync(content, Ct);
                contents.Add(content.ToArray());
            }

            Assert.True(contents.Count == 2 && files.All(file => contents.Exists(content => content.AsSpan().SequenceEqual(file.Item2))), "The files are not what was attached.");
        }
        finally
        {
            (settings.LargestMessage, settings.LargestReceived) = (message, received);
        }
    }

    [Fact]
    public async Task Scenario_55_A_mail_over_the_limit_is_refused_before_it_is_written_and_one_that_Microsoft_finds_too_large_is_said_to_the_agent()
    {
        var mailbox = await AskedAsync("too-large");
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        var refused = await ann.PostFilesAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", "Too much."), ("Seen", "1")], [("film.bin", new byte[26 * 1024 * 1024])], "Files");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        await using var db = App.Database();
        Assert.False(await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id, Ct));

        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 413, GraphCode = "ErrorMessageSizeExceeded" });
        await mailbox.AnswerAsync(Asked(mailbox), "Too much for them.");
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.State == OutboxState.Failed && i.LastErrorCode == FaultCodes.MessageTooLarge, Ct);
        });
        Assert.Contains("Not sent", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_58_The_daily_limit_stops_sending_is_told_and_what_waits_leaves_when_the_day_is_over()
    {
        var mailbox = await AskedAsync("daily-limit");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 429, GraphCode = "ErrorSubmissionQuotaExceeded" });
        await mailbox.AnswerAsync(Asked(mailbox), "Tomorrow then.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.LastErrorCode == FaultCodes.SendLimit, Ct);
        });
        Assert.Empty(mailbox.Received);
        await mailbox.AssertWorksAsync("reading goes on");

        mailbox.Mend();
        await mailbox.AssertLeavesOnceAsync("Tomorrow then.");
    }

    [Fact]
    public async Task Scenario_56_A_recipient_that_Microsoft_refuses_is_said_to_the_agent_and_the_next_answer_leaves()
    {
        var mailbox = await AskedAsync("recipient");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 400, GraphCode = "ErrorInvalidRecipients", Times = 1 });
        await mailbox.AnswerAsync(Asked(mailbox), "To a bad address.");
        await using var db = App.Database();
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return await db.Outbox.AnyAsync(i => i.MailboxId == mailbox.Id && i.State == OutboxState.Failed && i.LastErrorCode == FaultCodes.RecipientRefused, Ct);
        });
        Assert.Empty(mailbox.Received);
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        Assert.Contains("Not sent", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);

        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "To the right one."), ("Seen", "2"));
        await Eventually.TrueAsync(() =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult(mailbox.Received.Count == 1);
        });
        Assert.Contains("To the right one.", mailbox.Received[0].TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_57_A_wait_that_was_asked_for_is_kept_and_the_answers_leave_in_their_order()
    {
        var mailbox = await AskedAsync("told-to-wait");
        mailbox.Break(new Fault { Path = "/v1.0/users/*/send", Status = 429, GraphCode = "ApplicationThrottled", Headers = new() { ["Retry-After"] = "60" }, Times = 1 });
        mailbox.Mark();
        using var ann = await App.SignInAsync();
        var number = await mailbox.AssertOneTicketAsync(Asked(mailbox));
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "The first."), ("Seen", "1"));
        await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "The second."), ("Seen", "2"));

        await mailbox.AssertLeavesOnceAsync("The second.");

        Assert.Equal(["The first.", "The second."], mailbox.Received.Select(m => m.TextBody!.Split('\n')[0].Trim()));
        var sends = mailbox.GraphRequests.Where(e => e.Path.EndsWith("/send", StringComparison.Ordinal)).ToList();
        Assert.Equal(429, sends[0].Status);
        Assert.True(sends[1].Time - sends[0].Time >= TimeSpan.FromSeconds(60), "The wait was not kept.");
    }

    [Fact]
    public async Task Scenario_59_The_headers_that_thread_a_mail_are_right_on_the_wire()
    {
        var mailbox = await AskedAsync("threading");
        mailbox.Mark();
        await mailbox.AnswerAsync(Asked(mailbox), "In its thread.");
        await mailbox.AssertLeavesOnceAsync("In its thread.");

        await using var db = App.Database();
        var asked = await db.Messages.Where(m => m.MailboxId == mailbox.Id && m.Kind == MessageKind.Incoming).Select(m => m.MessageIdHeader).SingleAsync(Ct);
        var ours = await db.Outbox.Where(i => i.MailboxId == mailbox.Id).Select(i => i.MessageIdHeader).SingleAsync(Ct);
        var mail = mailbox.Received[^1];
        Assert.Equal((asked, ours), (mail.InReplyTo, mail.MessageId));
        Assert.Contains(asked, mail.References);
        Assert.DoesNotContain(mailbox.GraphRequests, e => e.Error == "InvalidInternetMessageHeader");
        Assert.Equal(MailboxState.Healthy, (await mailbox.HealthAsync()).State);
    }

    private async Task<LoneMailbox> AskedAsync(string name)
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, name);
        mailbox.Write(Asked(mailbox));
        await mailbox.CheckAsync();
        return mailbox;
    }

    private static string Asked(LoneMailbox mailbox) => $"Asked of {mailbox.Account.Mail}";

    private Microsoft365Simulator.Mailboxes.Mailbox Box(LoneMailbox mailbox) => App.Office.Simulator.Mailboxes.Of(mailbox.Account);

    private static int Sends(LoneMailbox mailbox) => mailbox.GraphRequests.Count(e => e.Path.EndsWith("/send", StringComparison.Ordinal));
}

public sealed class SendingScenariosOnSqlite(SqliteApp app) : SendingScenarios<SqliteApp>(app);

public sealed class SendingScenariosOnPostgreSql(PostgreSqlApp app) : SendingScenarios<PostgreSqlApp>(app);
