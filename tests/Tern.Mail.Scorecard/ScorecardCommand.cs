namespace Tern.Mail.Scorecard;

/// <summary>The command line. Ends with 0 where every line is held, 1 where one is not, 2 where there is nothing to count.</summary>
public static class ScorecardCommand
{
    private const string Usage = "[FOLDER …] [--corpora DIR] [--json]";

    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var folders = new List<string>();
        string? place = null;
        var isJson = false;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--json":
                    isJson = true;
                    break;
                case "--corpora" when i + 1 < args.Count:
                    place = args[++i];
                    break;
                case var folder when AllCards.Cards.Any(c => c.Folder == folder):
                    folders.Add(folder);
                    break;
                default:
                    error.WriteLine($"{Usage}; the folders are {string.Join(", ", AllCards.Cards.Select(c => c.Folder))}.");
                    return 2;
            }
        }

        if ((place is null ? MailCorpora.Find() : MailCorpora.At(place)) is not { } corpora)
        {
            error.WriteLine(MailCorpora.NotHere);
            return 2;
        }

        return Count(corpora, [.. AllCards.Cards.Where(c => folders.Count == 0 || folders.Contains(c.Folder))], isJson, output, error);
    }

    private static int Count(MailCorpora corpora, List<Card> cards, bool isJson, TextWriter output, TextWriter error)
    {
        var lines = new List<ScoreLine>();
        var isLacking = false;
        foreach (var card in cards)
        {
            if (corpora.Lacks(card) is { } folder)
            {
                isLacking = true;
                error.WriteLine($"{card.Folder}: the corpus {folder} is not here (TERN_CORPORA or --corpora names the folder above it).");
                continue;
            }

            lines.AddRange(card.Count(corpora));
        }

        output.Write(isJson ? ScorecardText.Json(lines) : ScorecardText.Table(lines));
        return lines.TrueForAll(line => line.IsHeld) ? isLacking ? 2 : 0 : 1;
    }
}
