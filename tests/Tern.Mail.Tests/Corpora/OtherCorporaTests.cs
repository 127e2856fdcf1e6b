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
    public void Bounces_are_told_from_ordinary_mail()
    {
        var folder = Corpus.Folder("bounces");
        var right = 0;
        var total = 0;
        foreach (var expected in Corpus.Json(folder, "expected.json").EnumerateObject())
        {
            var file = Path.Combine(folder, expected.Name);
            if (!File.Exists(file))
            {
                continue;
            }

            var reasons = expected.Value.EnumerateArray().Select(r => r.GetProperty("reason").GetString()).ToList();
            var kind = MailReader.Read(File.ReadAllBytes(file)).Automatic;
            var wanted = reasons.Contains("feedback") ? kind == AutomaticKind.Complaint
                : reasons.Contains("vacation") ? kind is AutomaticKind.AutoReply or AutomaticKind.OutOfOffice
                : reasons.Contains("delivered") ? kind != AutomaticKind.Bounce
                : kind == AutomaticKind.Bounce;
            total++;
            right += wanted ? 1 : 0;
            if (!wanted)
            {
                output.WriteLine($"{expected.Name}: {kind} for {string.Join(", ", reasons.Distinct())}");
            }
        }

        output.WriteLine($"{right} of {total}");
        Assert.True(right >= total * 0.94, $"{right} of {total}");
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
