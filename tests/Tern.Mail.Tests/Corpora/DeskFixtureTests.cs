namespace Tern.Mail.Tests.Corpora;

public sealed class DeskFixtureTests
{
    private static IncomingMail Mail(string name) => Corpus.Mail(Corpus.Folder("desk-fixtures"), name + ".eml");

    [Theory]
    [InlineData("auto_reply")]
    [InlineData("auto_reply_with_auto_submitted")]
    public void Automatic_replies_are_flagged_and_not_answered(string name)
    {
        var mail = Mail(name);

        Assert.Equal(AutomaticKind.AutoReply, mail.Automatic);
        Assert.False(mail.MayAutoReply);
    }

    [Fact]
    public void A_bounce_of_gmail_is_a_bounce() => Assert.Equal(AutomaticKind.Bounce, Mail("bounced_gmail").Automatic);

    [Fact]
    public void A_bounce_without_sender_is_read()
    {
        var mail = Mail("bounced_with_no_from");

        Assert.Null(mail.From);
        Assert.NotEqual("", mail.Text);
    }

    [Fact]
    public void The_mailbox_behind_a_forwarder_is_found() =>
        Assert.Contains(Mail("forwarder_email").DeliveredTo, d => d.Address == "reply+6bdc3f4d-0bec-4515-a284-5d916fdde489@example.com");

    [Fact]
    public void The_person_behind_a_mailing_group_is_the_customer() => Assert.Equal("jane@example.com", Mail("group_sender_support").Customer?.Address);

    [Fact]
    public void Reply_to_wins_over_from() => Assert.Equal("reply+someidmfdvkjdnkjciwyreowuero83@chatwoot.com", Mail("reply_to").Customer?.Address);

    [Fact]
    public void A_sender_without_name_is_called_by_the_local_part() => Assert.Equal("sony", Mail("support_without_sender_name").From?.NameOrLocalPart);

    [Fact]
    public void The_first_of_several_ids_counts()
    {
        var mail = Mail("multiple_in_reply_to");

        Assert.Equal(2, mail.InReplyTo.Count);
        Assert.Contains('@', mail.InReplyTo[0]);
        Assert.DoesNotContain('<', mail.InReplyTo[0]);
    }

    [Fact]
    public void Attachments_without_text_are_accepted() => Assert.NotEmpty(Mail("attachments_without_text").Attachments);

    [Fact]
    public void Several_attachments_have_different_names()
    {
        var names = Mail("multiple_attachments").Attachments.Select(a => a.Name).ToList();

        Assert.Equal(names.Distinct(StringComparer.Ordinal), names);
        Assert.True(names.Count > 1);
    }

    [Fact]
    public void A_missing_date_or_subject_is_no_obstacle()
    {
        Assert.Null(Mail("mail_with_no_date").Date);
        Assert.Equal("", Mail("mail_with_no_subject").Subject);
    }

    [Fact]
    public void All_of_them_are_read_without_being_shown_raw()
    {
        foreach (var file in Directory.GetFiles(Corpus.Folder("desk-fixtures"), "*.eml"))
        {
            var mail = MailReader.Read(File.ReadAllBytes(file));

            Assert.DoesNotContain(mail.Problems, p => p.Contains("could not be parsed", StringComparison.Ordinal));
            Assert.Equal(mail.Text.Length == 0, mail.VisibleText.Length == 0);
        }
    }

    [Fact]
    public void The_quote_of_a_reply_is_not_what_was_written_now()
    {
        var mail = Mail("mail_with_quote");

        Assert.True(mail.VisibleText.Length < mail.Text.Length);
        Assert.DoesNotContain("wrote:", mail.VisibleText, StringComparison.Ordinal);
    }
}
