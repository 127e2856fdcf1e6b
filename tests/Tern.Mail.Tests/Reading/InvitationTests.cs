using System.Text;

namespace Tern.Mail.Tests.Reading;

/// <summary>Invitations are shown as such (RFC 5545, RFC 6047).</summary>
public sealed class InvitationTests
{
    [Fact]
    public void An_invitation_says_what_when_where_and_who_invites()
    {
        var mail = Read("REQUEST", "DTSTART;TZID=W. Europe Standard Time:20260706T093000", "DTEND;TZID=W. Europe Standard Time:20260706T100000",
            "SUMMARY:Printer\\, second floor", "LOCATION:Room 7\\; ground floor", "ORGANIZER;CN=\"Ann: Lee\":mailto:ann@example.com", "UID:one@example.com");
        var invitation = mail.Invitation!;

        Assert.Equal(("REQUEST", "Printer, second floor", "Room 7; ground floor", "one@example.com"), (invitation.Method, invitation.Summary, invitation.Location, invitation.Uid));
        Assert.Equal(new MailAddress("ann@example.com", "Ann: Lee"), invitation.Organizer);
        Assert.Equal(new DateTimeOffset(2026, 7, 6, 9, 30, 0, TimeSpan.FromHours(2)), invitation.Start);
        Assert.Equal(new DateTimeOffset(2026, 7, 6, 10, 0, 0, TimeSpan.FromHours(2)), invitation.End);
        Assert.False(invitation.IsAllDay);
        Assert.Null(invitation.Answer);
        Assert.Equal("You are invited.", mail.VisibleText);
        Assert.Empty(mail.Problems);
    }

    [Theory]
    [InlineData("DTSTART;TZID=Europe/Berlin:20260106T093000", "2026-01-06T09:30:00+01:00", false)]
    [InlineData("DTSTART:20260106T083000Z", "2026-01-06T08:30:00+00:00", false)]
    [InlineData("DTSTART;VALUE=DATE:20260106", "2026-01-06T00:00:00+00:00", true)]
    public void A_time_stands_in_its_zone(string line, string expected, bool isAllDay)
    {
        var invitation = Read("REQUEST", line).Invitation!;
        Assert.Equal((DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), isAllDay), (invitation.Start, invitation.IsAllDay));
    }

    [Fact]
    public void An_unknown_zone_is_taken_for_UTC_and_said()
    {
        var mail = Read("REQUEST", "DTSTART;TZID=Middle Earth:20260106T083000");
        Assert.Equal(new DateTimeOffset(2026, 1, 6, 8, 30, 0, TimeSpan.Zero), mail.Invitation!.Start);
        Assert.Contains(mail.Problems, problem => problem.Contains("time zone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:99991231")]
    [InlineData("DTSTART;TZID=Asia/Tokyo:00010101T000000")]
    [InlineData("DTSTART:00010101T000000Z")]
    public void A_time_that_no_calendar_reaches_is_none(string line)
    {
        var mail = Read("REQUEST", line, "SUMMARY:Joke");
        Assert.Equal(("Joke", null), (mail.Invitation!.Summary, mail.Invitation.Start));
        Assert.Equal("You are invited.", mail.VisibleText);
    }

    [Fact]
    public void A_line_folded_without_end_ends()
    {
        var invitation = Read("REQUEST", ["SUMMARY:x", .. Enumerable.Repeat(" " + new string('y', 70), 4000)]).Invitation!;
        Assert.InRange(invitation.Summary.Length, 1, 8000);
    }

    [Fact]
    public void A_reply_says_what_the_attendee_answers()
    {
        var invitation = Read("REPLY", "ATTENDEE;PARTSTAT=DECLINED;CN=Bob:mailto:bob@example.com", "SUMMARY:Printer", "DTSTART:20260106T083000Z").Invitation!;
        Assert.Equal(("REPLY", "DECLINED"), (invitation.Method, invitation.Answer));
    }

    [Fact]
    public void A_folded_line_goes_on_and_an_alarm_is_not_the_meeting()
    {
        var invitation = Read("CANCEL", "SUMMARY:Printer", "  on fire", "BEGIN:VALARM", "SUMMARY:Wake up", "DTSTART:20200101T000000Z", "END:VALARM", "DTSTART:20260106T083000Z").Invitation!;
        Assert.Equal(("CANCEL", "Printer on fire", 2026), (invitation.Method, invitation.Summary, invitation.Start!.Value.Year));
    }

    [Theory]
    [InlineData("")]
    [InlineData("BEGIN:VEVENT")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR")]
    [InlineData(":::;;;\r\nBEGIN:VEVENT\r\n;=:\r\nDTSTART:soon")]
    public void What_is_no_calendar_breaks_nothing(string calendar)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes($"From: a@b.example\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{calendar}"));
        Assert.Null(mail.Invitation?.Start);
        Assert.Equal("invitation.ics", Assert.Single(mail.Attachments).Name);
    }

    private static IncomingMail Read(string method, params string[] lines) => MailReader.Read(Encoding.UTF8.GetBytes(
        "From: Ann <ann@example.com>\r\nDate: Tue, 6 Jan 2026 08:00:00 +0000\r\nMessage-ID: <i@example.com>\r\nSubject: Meeting\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
        "--b\r\nContent-Type: text/plain\r\n\r\nYou are invited.\r\n" +
        $"--b\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{string.Join("\r\n", lines)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n"));
}
