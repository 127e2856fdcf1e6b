using System.Text;
using System.Text.Json;

namespace Tern.Mail.Tests.Corpora;

/// <summary>Public test mails which lie outside the project; tests that need them are skipped in a lone clone.</summary>
internal static class Corpus
{
    private static readonly string? Root = Find();

    internal static string Folder(string name)
    {
        Assert.SkipUnless(Root is not null, "The corpora are not here (set TERN_CORPORA).");
        var folder = Path.Combine(Root!, name);
        Assert.SkipUnless(Directory.Exists(folder), $"The corpus {name} is not here.");
        return folder;
    }

    internal static JsonElement Json(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        return document.RootElement.Clone();
    }

    internal static IncomingMail Mail(string folder, string file) => MailReader.Read(File.ReadAllBytes(Path.Combine(folder, file)));

    /// <summary>White space folded, composed letters: what two texts must have in common to say the same.</summary>
    internal static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (!char.IsWhiteSpace(c) && c is not ('\u200B' or '\uFEFF' or '\u00AD'))
            {
                folded.Append(c);
            }
        }

        return folded.ToString();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TERN_CORPORA") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? given : null;
        }

        var corpora = Checkout.At("../shared/corpora");
        return Directory.Exists(corpora) ? corpora : null;
    }
}
