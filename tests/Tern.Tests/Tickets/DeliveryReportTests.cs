using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.Mail;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>What did not arrive is told at the very message, by recipient and in plain words; a dead address is marked, and the mark goes when the address proves to live.</summary>
public abstract class DeliveryReportTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_report_stands_at_the_message_that_came_back_and_marks_the_address()
    {
        using var ann = await App.SignInAsync();
        var (number, first) = await AnsweredAsync(ann, "dead@report.example");
        await App.DeliverOneAsync(Letter(from: "dead@report.example", inReplyTo: first.Header));
        var second = await AnswerAsync(ann, number, "The second.");

        await App.DeliverOneAsync(Report(second.Header, ("dead@report.example", "5.1.1", "550 5.1.1 User unknown")));

        await using var db = App.Database();
        var failure = await db.DeliveryFailures.SingleAsync(failure => failure.AddressNormalized == "dead@report.example", Ct);
        Assert.Equal((second.Id, FailureReason.UserUnknown, "5.1.1"), (failure.MessageId, failure.Reason, failure.Status));
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}"));
        var card = page[page.IndexOf($"id=\"m-{second.Id.Value:N}\"", StringComparison.Ordinal)..];
        card = card[..card.IndexOf("<li id=\"m-", 10, StringComparison.Ordinal)];
        Assert.Contains("Not delivered to dead@report.example:", card, StringComparison.Ordinal);
        Assert.Contains("there is no such mailbox", card, StringComparison.Ordinal);
        Assert.Contains("550 5.1.1 User unknown", card, StringComparison.Ordinal);
        Assert.Contains("Mail to dead@report.example came back", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_it_is_only_late_is_none_that_it_did_not_arrive()
    {
        using var ann = await App.SignInAsync();
        var (number, sent) = await AnsweredAsync(ann, "slow@late.example");

        await App.DeliverOneAsync(Report(sent.Header, ("slow@late.example", "4.4.1", "451 4.4.1 No answer yet")).Replace("Action: failed", "Action: delayed", StringComparison.Ordinal));

        await using var db = App.Database();
        Assert.False(await db.DeliveryFailures.AnyAsync(failure => failure.MessageId == sent.Id, Ct));
        Assert.DoesNotContain("Not delivered to", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_recipients_each_is_told_by_itself_and_a_full_mailbox_is_not_dead()
    {
        using var ann = await App.SignInAsync();
        var (number, sent) = await AnsweredAsync(ann, "one@many.example", ("MoreCc", "two@many.example"), ("Bcc", "three@many.example"));

        await App.DeliverOneAsync(Report(sent.Header, ("two@many.example", "5.2.2", "552 5.2.2 Mailbox full"), ("three@many.example", "5.1.2", "550 5.1.2 Host unknown")));

        await using var db = App.Database();
        Assert.Equal(
            [("three@many.example", FailureReason.HostUnknown), ("two@many.example", FailureReason.MailboxFull)],
            (await db.DeliveryFailures.Where(failure => failure.MessageId == sent.Id).OrderBy(failure => failure.AddressNormalized).ToListAsync(Ct)).Select(failure => (failure.AddressNormalized, failure.Reason)));
        Assert.Equal(["three@many.example"], await db.UndeliverableAddresses.Where(row => row.MessageId == sent.Id).Select(row => row.AddressNormalized).ToListAsync(Ct));
        Assert.Contains("the mailbox is full", await ann.ReadAsync($"/tickets/{number}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_writes_to_a_dead_address_is_asked_first_and_may_go_on()
    {
        using var ann = await App.SignInAsync();
        var (number, sent) = await AnsweredAsync(ann, "gone@asked.example");
        await App.DeliverOneAsync(Report(sent.Header, ("gone@asked.example", "5.1.1", "550 5.1.1 User unknown")));

        var asked = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Once more."), ("Seen", "9"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var page = await asked.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Mail to gone@asked.example came back lately", page, StringComparison.Ordinal);
        Assert.Contains("name=\"Anyway\" value=\"true\"", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", "Once more."), ("Seen", "9"), ("Anyway", "true"))).StatusCode);
    }

    [Fact]
    public async Task A_mail_from_there_or_an_agent_takes_the_mark_away()
    {
        using var ann = await App.SignInAsync();
        foreach (var byMail in new[] { true, false })
        {
            var address = $"back{byMail}@life.example".ToLowerInvariant();
            var (number, sent) = await AnsweredAsync(ann, address);
            await App.DeliverOneAsync(Report(sent.Header, (address, "5.1.1", "550 5.1.1 User unknown")));
            await using var db = App.Database();
            Assert.True(await db.UndeliverableAddresses.AnyAsync(row => row.AddressNormalized == address, Ct));

            if (byMail)
            {
                await App.DeliverOneAsync(Letter(from: address));
            }
            else
            {
                await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/undeliverable/clear", ("Address", address));
            }

            Assert.False(await db.UndeliverableAddresses.AnyAsync(row => row.AddressNormalized == address, Ct));
            Assert.True(await db.DeliveryFailures.AnyAsync(failure => failure.MessageId == sent.Id, Ct));
        }
    }

    [Fact]
    public async Task A_forged_mail_from_there_proves_nothing_and_a_report_marks_nobody_whom_the_mail_was_not_for()
    {
        using var ann = await App.SignInAsync();
        var (_, sent) = await AnsweredAsync(ann, "still@dead.example");
        await App.DeliverOneAsync(Report(sent.Header, ("still@dead.example", "5.1.1", "550 5.1.1 User unknown"), ("boss@dead.example", "5.1.1", "550 5.1.1 User unknown")));
        await App.DeliverAsync(Letter(from: "still@dead.example", more: "X-MS-Exchange-Organization-AuthAs: Anonymous\r\nAuthentication-Results: spf=fail smtp.mailfrom=dead.example; dkim=none; dmarc=fail action=quarantine header.from=dead.example; compauth=fail reason=000\r\n"));

        await using var db = App.Database();
        Assert.Equal(["still@dead.example"], await db.UndeliverableAddresses.Where(row => row.MessageId == sent.Id).Select(row => row.AddressNormalized).ToListAsync(Ct));
    }

    [Fact]
    public async Task Of_a_report_that_names_the_id_Exchange_gave_the_message_is_found_too()
    {
        using var ann = await App.SignInAsync();
        var (_, sent) = await AnsweredAsync(ann, "other@id.example");
        await using (var db = App.Database())
        {
            var message = await db.Messages.SingleAsync(message => message.Id == sent.Id, Ct);
            db.MessageReferences.Add(new MessageReference { Header = "given@exchange.example", MessageId = message.Id, TicketId = message.TicketId, IsOurs = true });
            await db.SaveChangesAsync(Ct);
        }

        await App.DeliverOneAsync(Report("given@exchange.example", ("other@id.example", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound")));

        await using var after = App.Database();
        Assert.Equal(sent.Id, (await after.DeliveryFailures.SingleAsync(failure => failure.AddressNormalized == "other@id.example", Ct)).MessageId);
    }

    [Fact]
    public async Task An_answer_that_was_written_in_the_mailbox_itself_is_told_of_too()
    {
        var account = App.Office.Person("by-hand");
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, account.Mail);
        var asked = App.Office.Write(account.Mail, "By hand", from: "Carla <carla@by-hand.example>");
        await App.CheckAsync(mailbox);
        var written = $"From: <{account.Mail}>\r\nTo: <carla@by-hand.example>\r\nSubject: Re: By hand\r\nMessage-ID: <hand@contoso.example>\r\nIn-Reply-To: <{asked}>\r\nDate: {App.Time.GetUtcNow():R}\r\n\r\nYes.\r\n";
        var intake = App.Services.GetRequiredService<TicketIntake>();
        var reading = await intake.PrepareAsync(isExchangeOnline: true, Ct);
        var understood = await intake.UnderstandAsync(new ArrivingMail(new MemoryStream(Encoding.UTF8.GetBytes(written)), App.Time.GetUtcNow()) { Origin = MailOrigin.Sent }, reading, Ct);
        await using var db = App.Database();
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            await intake.ApplyAsync(db, new MailboxForIntake(mailbox, account.Mail, "By hand"), [understood], Ct);
            await db.SaveChangesAsync(Ct);
            await transaction.CommitAsync(Ct);
        }

        await App.DeliverOneAsync(Report("hand@contoso.example", ("carla@by-hand.example", "5.1.1", "550 5.1.1 User unknown")));

        var failure = await db.DeliveryFailures.SingleAsync(failure => failure.AddressNormalized == "carla@by-hand.example", Ct);
        Assert.True(await db.Messages.AnyAsync(message => message.Id == failure.MessageId && message.IsWrittenInMailbox, Ct));
    }

    private async Task<(long Number, (MessageId Id, string Header) Sent)> AnsweredAsync(TernClient ann, string customer, params (string Name, string Value)[] more)
    {
        var number = await App.DeliverOneAsync(Letter(from: customer));
        return (number, await AnswerAsync(ann, number, "The first.", more));
    }

    private async Task<(MessageId Id, string Header)> AnswerAsync(TernClient ann, long number, string text, params (string Name, string Value)[] more)
    {
        var answer = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", [("Text", text), ("Seen", "9"), .. more]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await using var db = App.Database();
        var item = await db.Outbox.Where(item => item.TicketNumber == number).OrderByDescending(item => item.CreatedAt).FirstAsync(Ct);
        return (item.MessageId, item.MessageIdHeader);
    }

    private static string Report(string sent, params (string Address, string Status, string Said)[] failed) =>
        "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@desk.example>\r\nTo: support@desk.example\r\nSubject: Undeliverable: Re\r\n" +
        $"Message-ID: <{Path.GetRandomFileName()}@report.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n" +
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nDelivery has failed to these recipients.\r\n" +
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n" +
        string.Concat(failed.Select(one => $"Final-Recipient: rfc822; {one.Address}\r\nAction: failed\r\nStatus: {one.Status}\r\nDiagnostic-Code: smtp; {one.Said}\r\n\r\n")) +
        $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{sent}>\r\nSubject: Re\r\n\r\n--b--\r\n";
}

public sealed class DeliveryReportsOnSqlite(SqliteApp app) : DeliveryReportTests<SqliteApp>(app);

public sealed class DeliveryReportsOnPostgreSql(PostgreSqlApp app) : DeliveryReportTests<PostgreSqlApp>(app);
