namespace Tern.Mail.Scorecard.Cards;

/// <summary>Every folder but bounces, as negatives: none of its mails is called a bounce but those that are one.</summary>
internal sealed class OthersCard() : Card("others", new Measure("false bounces"), new Measure("reports among them"))
{
    // These are what they are called: multipart/report with a delivery-status part (RFC 3464).
    private static readonly string[] Reports =
        ["desk-fixtures/bounced_gmail.eml", "desk-fixtures/bounced_with_no_from.eml", "tickets/mail033-undelivered-mail-returned-to-sender.eml", "tickets/mail055.eml", "tickets/mail063.eml", "tickets/mail092.eml"];

    public override IReadOnlyList<string> Reads => ["tickets", "mime", "mime-trees/malformed", "mime-trees/rfc", "mime-trees/thirdparty", "desk-fixtures"];

    private protected override void Count(MailCorpora corpora, Score score)
    {
        foreach (var folder in Reads)
        {
            foreach (var file in corpora.Mails(folder).Select(f => Path.GetFileName(f)))
            {
                var name = $"{folder}/{file}";
                var isReport = Reports.Contains(name);
                var isCalled = corpora.Mail(folder, file).Automatic == AutomaticKind.Bounce;
                score.Judge(isReport ? "reports among them" : "false bounces", isCalled == isReport ? null : name);
            }
        }
    }
}
