namespace Tern.Mail.Tests.Corpora;

public sealed class QuoteCorpusTests(ITestOutputHelper output)
{
    private const double Floor = 0.97;

    [Fact]
    public void What_was_written_now_is_found_in_most_replies()
    {
        var folder = Corpus.Folder("quotes");
        var files = Directory.GetFiles(Path.Combine(folder, "emails"), "*.txt").Order(StringComparer.Ordinal).ToList();
        var right = 0;
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var expected = File.ReadAllText(Path.Combine(folder, "trimmed", name)).ReplaceLineEndings("\n").Trim();
            var source = File.ReadAllText(file).ReplaceLineEndings("\n");
            var mail = MailReader.Read(System.Text.Encoding.UTF8.GetBytes($"From: a@example.com\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{source}"));
            if (Lines(mail.VisibleText) == Lines(expected))
            {
                right++;
            }
            else
            {
                output.WriteLine($"{name}: «{mail.VisibleText}» instead of «{expected}»");
            }
        }

        output.WriteLine($"{right} of {files.Count}");
        Assert.True(right >= files.Count * Floor, $"{right} of {files.Count} replies; the floor is {Floor:P0}.");
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(l => l.TrimEnd())).Trim();
}
