namespace Tern.Mail.Scorecard.Cards;

/// <summary>Mails of another help desk's tests, each with what is told of it.</summary>
internal sealed class DeskFixtureCard() : Card("desk-fixtures", new Measure("what is told of them", Least: 15), new Measure("nothing visible of a text"), NotRaw.Measure)
{
    private static readonly (string Fixture, string Told, Func<IncomingMail, bool> Holds)[] Expected =
    [
        ("auto_reply", "is an automatic reply and not answered", IsNotAnswered),
        ("auto_reply_with_auto_submitted", "is an automatic reply and not answered", IsNotAnswered),
        ("bounced_gmail", "is a bounce", mail => mail.Automatic == AutomaticKind.Bounce),
        ("bounced_with_no_from", "is read without a sender", mail => mail.From is null && mail.Text.Length > 0),
        ("forwarder_email", "names the mailbox behind the forwarder", mail => mail.DeliveredTo.Any(d => d.Address == "reply+6bdc3f4d-0bec-4515-a284-5d916fdde489@example.com")),
        ("group_sender_support", "is of the person behind the mailing group", mail => mail.Customer?.Address == "jane@example.com"),
        ("reply_to", "has Reply-To win over From", mail => mail.Customer?.Address == "reply+someidmfdvkjdnkjciwyreowuero83@chatwoot.com"),
        ("support_without_sender_name", "calls the sender by the local part", mail => mail.From?.NameOrLocalPart == "sony"),
        ("multiple_in_reply_to", "answers two mails, the first by its id", mail => mail.InReplyTo is [var first, _] && first.Contains('@', StringComparison.Ordinal) && !first.Contains('<', StringComparison.Ordinal)),
        ("attachments_without_text", "has files", mail => mail.Attachments.Count > 0),
        ("multiple_attachments", "has files of different names", mail => mail.Attachments.Count > 1 && mail.Attachments.Select(a => a.Name).Distinct(StringComparer.Ordinal).Count() == mail.Attachments.Count),
        ("mail_with_no_date", "has no date", mail => mail.Date is null),
        ("mail_with_no_subject", "has no subject", mail => mail.Subject.Length == 0),
        ("mail_with_quote", "shows less than all", mail => mail.VisibleText.Length < mail.Text.Length),
        ("mail_with_quote", "shows no quote", mail => !mail.VisibleText.Contains("wrote:", StringComparison.Ordinal)),
    ];

    private protected override void Count(MailCorpora corpora, Score score)
    {
        // Another set of the same kind has others of them.
        foreach (var (fixture, told, holds) in Expected.Where(e => File.Exists(Path.Combine(corpora.Folder(Folder), e.Fixture + ".eml"))))
        {
            score.Judge("what is told of them", holds(corpora.Mail(Folder, fixture + ".eml")) ? null : $"{fixture} {told}");
        }

        foreach (var file in corpora.Mails(Folder))
        {
            var mail = MailReader.Read(File.ReadAllBytes(file));
            score.Judge("nothing visible of a text", (mail.Text.Length == 0) == (mail.VisibleText.Length == 0) ? null : Path.GetFileName(file));
        }

        NotRaw.Count(corpora, Folder, score);
    }

    private static bool IsNotAnswered(IncomingMail mail) => mail.Automatic == AutomaticKind.AutoReply && !mail.MayAutoReply;
}
