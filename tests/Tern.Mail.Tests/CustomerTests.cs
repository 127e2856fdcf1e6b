using System.Text;

namespace Tern.Mail.Tests;

/// <summary>Who is behind a mail.</summary>
public sealed class CustomerTests
{
    private static readonly MailReaderOptions Ours = new() { OwnAddresses = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "desk@example.org" } };

    [Theory]
    [InlineData("From: Ann <ann@example.com>", "ann@example.com")]
    [InlineData("From: Shop <form@example.com>\r\nReply-To: Ann <ann@example.com>", "ann@example.com")]
    [InlineData("From: Ann <ann@example.com>\r\nReply-To: desk@example.org", "ann@example.com")]
    [InlineData("From: Group <group@example.com>\r\nX-Original-Sender: ann@example.com\r\nReply-To: group@example.com", "ann@example.com")]
    [InlineData("From: Desk <desk@example.org>\r\nReply-To: Ann <ann@example.com>", "ann@example.com")]
    public void Is_told_by_the_headers(string headers, string address) => Assert.Equal(address, Read(headers, "Hello").Customer?.Address);

    [Theory]
    [InlineData("---------- Forwarded message ---------\nFrom: Ann Lee <ann@example.com>\nDate: Mon, 5 Jan 2026 09:00:00 +0100\nSubject: Printer\n\nIt is broken.")]
    [InlineData("-------- Weitergeleitete Nachricht --------\nBetreff: Printer\nDatum: Mon, 5 Jan 2026 09:00:00 +0100\nVon: Ann Lee <ann@example.com>\n\nEr ist kaputt.")]
    [InlineData("Begin forwarded message:\n\n> From: Ann Lee <ann@example.com>\n> Subject: Printer\n> Date: 5 January 2026 at 09:00\n>\n> It is broken.")]
    [InlineData("---------- 転送メッセージ ---------\n差出人: Ann Lee <ann@example.com>\n日時: 2026年1月5日\n件名: Printer\n\n壊れました。")]
    public void Is_whoever_wrote_what_one_of_us_passes_on(string text)
    {
        var mail = Read("From: Desk <desk@example.org>", "Please look.\n\n" + text);

        Assert.Equal(("ann@example.com", "Ann Lee"), (mail.Customer?.Address, mail.Customer?.Name));
        Assert.Equal("Printer", Assert.Single(mail.Forwarded).Subject);
    }

    [Fact]
    public void Is_the_one_who_forwards_where_that_is_nobody_of_us() =>
        Assert.Equal("bob@example.com", Read("From: bob@example.com", "---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nSubject: Printer\n\nIt is broken.").Customer?.Address);

    private static IncomingMail Read(string headers, string body) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"{headers}\r\nTo: desk@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"), Ours);
}
