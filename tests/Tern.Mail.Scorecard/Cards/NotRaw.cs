namespace Tern.Mail.Scorecard.Cards;

/// <summary>The least that is expected of any mail: it is understood, and not its source shown instead.</summary>
internal static class NotRaw
{
    internal static readonly Measure Measure = new("shown as their source");

    internal static void Count(MailCorpora corpora, string folder, Score score)
    {
        foreach (var file in corpora.Mails(folder))
        {
            var isRaw = MailReader.Read(File.ReadAllBytes(file)).Problems.Any(p => p.Contains("could not be parsed", StringComparison.Ordinal));
            score.Judge(Measure.Name, isRaw ? $"{folder}/{Path.GetFileName(file)}" : null);
        }
    }
}
