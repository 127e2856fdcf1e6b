using System.Text;

namespace Tern.Mail.Tests;

/// <summary>Mail as Exchange and its services make it; written from Microsoft's descriptions, for no such mail is at hand (docs/guide/unproven.md).</summary>
public sealed class ExchangeMailTests
{
    [Fact]
    public void A_journal_report_is_not_answered_and_passes_on_the_mail_it_is_about()
    {
        var mail = Read("From: \"Microsoft Exchange\" <journal@contoso.example>", "X-MS-Journal-Report:", "Subject: Printer", "Content-Type: multipart/mixed; boundary=j", "",
            "--j", "Content-Type: text/plain", "", "Sender: ann@example.com", "Subject: Printer", "Message-Id: <1@example.com>", "Recipient: desk@contoso.example", "",
            "--j", "Content-Type: message/rfc822", "", "From: Ann <ann@example.com>", "Subject: Printer", "Message-ID: <1@example.com>", "", "It is broken.", "--j--");

        Assert.False(mail.MayAutoReply);
        Assert.Contains(mail.AnswerObstacles, o => o.Contains("journal", StringComparison.Ordinal));
        var inner = Assert.Single(mail.Forwarded);
        Assert.Equal(("ann@example.com", "1@example.com", true), (inner.From?.Address, inner.MessageId, inner.IsAttached));
    }

    [Fact]
    public void A_recall_is_a_machines_word_and_not_answered()
    {
        var mail = Read("From: Ann <ann@example.com>", "Subject: Recall: Printer", "Content-Type: text/plain", "", "Ann would like to recall the message, \"Printer\".");

        Assert.Equal(AutomaticKind.AutoReply, mail.Automatic);
        Assert.False(mail.MayAutoReply);
    }

    [Theory]
    [InlineData("quarantine@messaging.microsoft.com", "quarantine")]
    [InlineData("noreply@email.teams.microsoft.com", "Teams")]
    [InlineData("no-reply@teams.mail.microsoft", "Teams")]
    public void Digests_and_notices_of_Microsoft_365_are_told_by_their_sender(string sender, string says)
    {
        var mail = Read($"From: Microsoft <{sender}>", "Subject: You have new messages", "Content-Type: text/plain", "", "Three messages are waiting.");

        Assert.Equal(AutomaticKind.AutoReply, mail.Automatic);
        Assert.Contains(mail.AnswerObstacles, o => o.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void A_protected_message_says_that_only_the_sealed_content_came()
    {
        var mail = Read("From: Ann <ann@example.com>", "Subject: Contract", "Content-Type: multipart/mixed; boundary=r", "", "--r", "Content-Type: text/plain", "",
            "You have received a protected message.", "--r", "Content-Type: application/x-microsoft-rpmsg-message; name=message.rpmsg", "Content-Transfer-Encoding: base64", "", "dugEAAAA", "--r--");

        Assert.True(mail.IsEncrypted);
        Assert.Equal("message.rpmsg", Assert.Single(mail.Attachments).Name);
        Assert.Contains(mail.Problems, p => p.Contains("protected", StringComparison.Ordinal));
    }

    [Fact]
    public void A_placeholder_of_Safe_Attachments_is_named_as_one()
    {
        var mail = Read("From: Ann <ann@example.com>", "Subject: Invoice", "Content-Type: multipart/mixed; boundary=s", "", "--s", "Content-Type: text/plain", "", "See file.", "--s",
            "Content-Type: message/rfc822; name=\"Safe Attachments Scan In Progress.eml\"", "Content-Disposition: attachment; filename=\"Safe Attachments Scan In Progress.eml\"", "", "Subject: scanning", "", "Please wait.", "--s--");

        Assert.Contains(mail.Problems, p => p.Contains("still being scanned", StringComparison.Ordinal));
    }

    [Fact]
    public void Voting_buttons_leave_an_ordinary_answer()
    {
        var mail = Read("From: Ann <ann@example.com>", "Subject: Approve: Budget", "X-MS-Exchange-Organization-VotingResponse: Approve", "In-Reply-To: <7@contoso.example>", "Content-Type: text/plain", "", "Fine with me.");

        Assert.Equal(AutomaticKind.None, mail.Automatic);
        Assert.Equal("Fine with me.", mail.VisibleText);
        Assert.Equal(["7@contoso.example"], mail.InReplyTo);
    }

    [Fact]
    public void Links_that_Defender_wrapped_lead_again_where_they_were_written_to()
    {
        const string Wrapped = "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Forder%3Fid%3D7%26lang%3Den&data=05%7C01%7Cdesk%40contoso.example&sdata=abc&reserved=0";
        var html = Read("From: a@example.com", "Content-Type: text/html", "", $"<p>See <a href=\"{Wrapped.Replace("&", "&amp;", StringComparison.Ordinal)}\">the order</a></p>");
        var text = Read("From: a@example.com", "Content-Type: text/plain", "", $"See {Wrapped} please");

        Assert.Contains("href=\"https://shop.example/order?id=7&amp;lang=en\"", html.Html, StringComparison.Ordinal);
        Assert.Equal("See https://shop.example/order?id=7&lang=en please", text.Text.Trim());
    }

    [Theory]
    [InlineData("https://nam02.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)&data=x")]
    [InlineData("https://evil.example/?x=safelinks.protection.outlook.com/&url=https%3A%2F%2Fgood.example")]
    public void What_only_looks_wrapped_or_hides_a_script_stays_as_it_is(string address) =>
        Assert.Contains(address, Read("From: a@example.com", "Content-Type: text/plain", "", $"See {address} please").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.")]
    [InlineData("[EXTERNAL]")]
    [InlineData("ACHTUNG: Diese E-Mail kommt von einem externen Absender. Bitte öffnen Sie keine Anhänge.")]
    [InlineData("You don't often get email from ann@example.com. Learn why this is important")]
    public void A_banner_about_senders_from_outside_is_not_what_was_written(string banner)
    {
        var mail = Read("From: a@example.com", "Content-Type: text/plain; charset=utf-8", "", banner, "", "The printer is on fire.");

        Assert.Equal("The printer is on fire.", mail.VisibleText);
        Assert.Contains(banner, mail.RestText, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_writes_of_caution_is_read_whole() =>
        Assert.Equal("Caution is needed here.\n\nThe printer is on fire.", Read("From: a@example.com", "Content-Type: text/plain", "", "Caution is needed here.", "", "The printer is on fire.").VisibleText);

    [Fact]
    public void A_report_about_a_domain_is_told_by_its_subject() =>
        Assert.Equal(AutomaticKind.DmarcReport, Read("From: noreply-dmarc-support@google.com", "Subject: Report domain: contoso.example Submitter: google.com Report-ID: 42", "", "").Automatic);

    private static IncomingMail Read(params string[] lines) => MailReader.Read(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"));
}
