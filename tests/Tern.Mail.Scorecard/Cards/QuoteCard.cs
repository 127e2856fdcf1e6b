using System.Text;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>What was written now, of replies in text.</summary>
internal sealed class QuoteCard() : Card("quotes", new Measure("replies", Percent: 3))
{
    private protected override void Count(MailCorpora corpora, Score score)
    {
        foreach (var file in Directory.GetFiles(corpora.Folder("quotes/emails"), "*.txt").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var expected = File.ReadAllText(Path.Combine(corpora.Folder("quotes/trimmed"), name)).ReplaceLineEndings("\n").Trim();
            var source = File.ReadAllText(file).ReplaceLineEndings("\n");
            var mail = MailReader.Read(Encoding.UTF8.GetBytes($"From: a@example.com\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{source}"));
            score.Judge("replies", Lines(mail.VisibleText) == Lines(expected) ? null : $"{name}: «{mail.VisibleText}» instead of «{expected}»");
        }
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(l => l.TrimEnd())).Trim();
}
