using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Tickets;
using Tern.Tests.Fixtures;
using static Tern.Tests.Fixtures.Post;

namespace Tern.Tests.Tickets;

/// <summary>What is to be said of a mail beside its words stands on its card.</summary>
public abstract class MessageMarksTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Meeting = "--b\r\nContent-Type: text/plain\r\n\r\nCome.\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Printer\r\nDTSTART:20260706T073000Z\r\nDTEND:20260706T080000Z\r\nLOCATION:Room 7\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n";

    [Fact]
    public async Task An_invitation_is_shown_in_the_viewers_zone()
    {
        var page = await ShownAsync(Letter(body: Meeting, type: "multipart/alternative; boundary=b"));
        Assert.Contains("Monday, 6 Jul 2026, 09:30 to 10:00", page, StringComparison.Ordinal);
        Assert.Contains("Where: Room 7", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_is_a_seal_and_no_file()
    {
        var page = await ShownAsync(Letter(
            type: "multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b",
            body: "--b\r\nContent-Type: text/plain\r\n\r\nSealed.\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n--b--\r\n"));
        Assert.Contains("Tern has not verified it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("smime.p7s", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tracker_is_said_to_be_blocked()
    {
        var page = await ShownAsync(Letter(type: "text/html", body: "<p>Hello</p><img src=\"https://spy.example/1\" width=1 height=1>"));
        Assert.Contains("Tracker blocked", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_notification_makes_no_ticket_and_that_of_another_desk_does()
    {
        var tokens = await App.Services.GetRequiredService<ReplyKeys>().TokensAsync(Ct);
        var own = await App.DeliverAsync(Letter(more: $"X-Tern-Notification: {tokens.Mark("018f")}\r\nAuto-Submitted: auto-generated\r\n"));
        var other = await App.DeliverAsync(Letter(more: "X-Tern-Notification: 018f.aaaaaaaaaaaaaaaa\r\nAuto-Submitted: auto-generated\r\n"));

        Assert.Equal(IntakeIgnored.OwnNotification, Assert.IsType<IntakeOutcome.Ignored>(own[0]).Reason);
        var ticket = Assert.IsType<IntakeOutcome.Ingested>(other[0]);
        await using var db = App.Database();
        Assert.Equal(Mail.AutomaticKind.AutoReply, await db.Messages.Where(message => message.Id == ticket.MessageId).Select(message => message.Automatic).SingleAsync(Ct));
    }

    private async Task<string> ShownAsync(string mail)
    {
        var number = await App.DeliverOneAsync(mail);
        using var ann = await App.SignInAsync();
        return WebUtility.HtmlDecode(await ann.ReadAsync($"/tickets/{number}"));
    }
}

public sealed class MessageMarksOnSqlite(SqliteApp app) : MessageMarksTests<SqliteApp>(app);

public sealed class MessageMarksOnPostgreSql(PostgreSqlApp app) : MessageMarksTests<PostgreSqlApp>(app);
