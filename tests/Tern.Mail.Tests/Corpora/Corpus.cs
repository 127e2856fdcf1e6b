using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests.Corpora;

/// <summary>Public test mails which lie outside the project; tests that need them are skipped in a lone clone.</summary>
internal static class Corpus
{
    internal static MailCorpora Here()
    {
        var corpora = MailCorpora.Find();
        Assert.SkipUnless(corpora is not null, MailCorpora.NotHere);
        return corpora!;
    }

    internal static string Folder(string name)
    {
        var folder = Here().Folder(name);
        Assert.SkipUnless(Directory.Exists(folder), $"The corpus {name} is not here.");
        return folder;
    }

    /// <summary>What two texts must have in common to say the same.</summary>
    internal static string Folded(string text) => MailCorpora.Folded(text);
}
