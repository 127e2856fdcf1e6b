using System.Text;
using System.Text.Json;

namespace Tern.Mail.Scorecard;

/// <summary>Public test mails which lie outside the project: where <c>TERN_CORPORA</c> says, or in ../shared/corpora.</summary>
public sealed class MailCorpora
{
    public const string NotHere = "The corpora are not here (set TERN_CORPORA).";

    private readonly string _root;

    private MailCorpora(string root)
    {
        _root = root;
    }

    /// <summary>Null where there are none.</summary>
    public static MailCorpora? Find()
    {
        var given = Environment.GetEnvironmentVariable("TERN_CORPORA");
        return At(given is { Length: > 0 } ? given : Checkout.At("../shared/corpora"));
    }

    /// <summary>Those in this folder; null where it does not exist.</summary>
    public static MailCorpora? At(string root) => Directory.Exists(root) ? new MailCorpora(root) : null;

    /// <summary>The first folder that a card reads and that is not here; null where all are.</summary>
    public string? Lacks(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.Reads.FirstOrDefault(folder => !Directory.Exists(Folder(folder)));
    }

    public string Folder(string name) => Path.Combine(_root, name);

    internal IEnumerable<string> Mails(string folder) => Directory.GetFiles(Folder(folder), "*.eml").Order(StringComparer.Ordinal);

    internal IncomingMail Mail(string folder, string file) => MailReader.Read(File.ReadAllBytes(Path.Combine(Folder(folder), file)));

    internal JsonElement Json(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(folder), file)));
        return document.RootElement.Clone();
    }

    /// <summary>White space folded, composed letters: what two texts must have in common to say the same.</summary>
    public static string Folded(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
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
}
