using System.Text;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>The files that a winmail.dat holds.</summary>
internal sealed class TnefCard() : Card("tnef", new Measure("files"))
{
    private protected override void Count(MailCorpora corpora, Score score)
    {
        foreach (var list in Directory.GetFiles(corpora.Folder("tnef"), "*.list").Order(StringComparer.Ordinal))
        {
            var content = Convert.ToBase64String(File.ReadAllBytes(Path.ChangeExtension(list, ".tnef")), Base64FormattingOptions.InsertLineBreaks);
            var mail = MailReader.Read(Encoding.ASCII.GetBytes($"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{content}\r\n--b--\r\n"));
            var names = mail.Attachments.Select(a => a.Name).ToList();
            foreach (var wanted in File.ReadAllLines(list).Where(l => l.Length > 0 && !l.StartsWith("body.", StringComparison.Ordinal)))
            {
                score.Judge("files", names.Contains(wanted) ? null : $"{Path.GetFileName(list)}: {wanted} is not among {string.Join(", ", names)}");
            }
        }
    }
}
