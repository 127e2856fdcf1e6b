using System.Text;

namespace Tern.Mail.Tests.Corpora;

public sealed class OtherCorporaTests(ITestOutputHelper output)
{
    [Fact]
    public void Winmail_dat_is_unpacked()
    {
        var folder = Corpus.Folder("tnef");
        foreach (var list in Directory.GetFiles(folder, "*.list"))
        {
            var content = Convert.ToBase64String(File.ReadAllBytes(Path.ChangeExtension(list, ".tnef")), Base64FormattingOptions.InsertLineBreaks);
            var mail = MailReader.Read(Encoding.ASCII.GetBytes($"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{content}\r\n--b--\r\n"));
            var wanted = File.ReadAllLines(list).Where(l => l.Length > 0 && !l.StartsWith("body.", StringComparison.Ordinal)).ToList();
            var names = mail.Attachments.Select(a => a.Name).ToList();
            output.WriteLine($"{Path.GetFileName(list)}: {string.Join(", ", names)}");

            Assert.All(wanted, w => Assert.Contains(w, names));
        }
    }

    [Fact]
    public void Bounces_complaints_and_automatic_replies_are_told_apart()
    {
        var folder = Corpus.Folder("bounces");
        int bounces = 0, complaints = 0, replies = 0, delivered = 0;
        foreach (var expected in Corpus.Json(folder, "expected.json").EnumerateObject())
        {
            var reasons = expected.Value.EnumerateArray().Select(r => r.GetProperty("reason").GetString()).ToList();
            var kind = Corpus.Mail(folder, expected.Name).Automatic;
            if (reasons.Contains("feedback"))
            {
                complaints += kind == AutomaticKind.Complaint ? 0 : 1;
            }
            else if (reasons.Contains("vacation"))
            {
                replies += kind is AutomaticKind.AutoReply or AutomaticKind.OutOfOffice ? 0 : 1;
            }
            else if (reasons.Contains("delivered"))
            {
                delivered += kind == AutomaticKind.Bounce ? 1 : 0;
            }
            else
            {
                bounces += kind == AutomaticKind.Bounce ? 0 : 1;
            }
        }

        output.WriteLine($"bounces: missed {bounces} of at most 2; complaints {complaints} of at most 1; automatic replies {replies} of at most 0; delivered called a bounce {delivered}");
        Assert.True(bounces <= 2 && complaints <= 1 && replies == 0 && delivered == 0);
    }

    [Fact]
    public void No_mail_of_another_folder_is_called_a_bounce()
    {
        var called = new List<string>();
        foreach (var folder in new[] { "tickets", "mime", "mime-trees/malformed", "mime-trees/rfc", "mime-trees/thirdparty", "desk-fixtures" })
        {
            called.AddRange(Directory.GetFiles(Corpus.Folder(folder), "*.eml")
                .Where(f => MailReader.Read(File.ReadAllBytes(f)).Automatic == AutomaticKind.Bounce)
                .Select(f => $"{folder}/{Path.GetFileName(f)}"));
        }

        // These are what they are called: multipart/report with a delivery-status part (RFC 3464).
        string[] reports = ["desk-fixtures/bounced_gmail.eml", "desk-fixtures/bounced_with_no_from.eml", "tickets/mail033-undelivered-mail-returned-to-sender.eml", "tickets/mail055.eml", "tickets/mail063.eml", "tickets/mail092.eml"];
        Assert.Equal(reports, called.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Mails_of_other_libraries_are_read_without_being_shown_raw()
    {
        foreach (var folder in new[] { "mime", "mime-trees/malformed", "mime-trees/rfc", "mime-trees/thirdparty", "bounces/not-a-bounce" })
        {
            foreach (var file in Directory.GetFiles(Corpus.Folder(folder), "*.eml"))
            {
                var mail = MailReader.Read(File.ReadAllBytes(file));

                Assert.DoesNotContain(mail.Problems, p => p.Contains("could not be parsed", StringComparison.Ordinal));

                // One of the ordinary mails calls itself a bounce notification, and is believed.
                Assert.True(folder != "bounces/not-a-bounce" || mail.Automatic != AutomaticKind.Bounce || mail.Subject.Contains("bounce", StringComparison.Ordinal), file);
            }
        }
    }
}
