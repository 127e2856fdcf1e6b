namespace Tern.Mail.Scorecard;

/// <summary>What is expected of one folder. It says before it reads anything what it will count, so that a test can be made of every line.</summary>
public abstract class Card
{
    private protected Card(string folder, params IReadOnlyList<Measure> measures)
    {
        Folder = folder;
        Measures = measures;
    }

    public string Folder { get; }

    public IReadOnlyList<Measure> Measures { get; }

    /// <summary>The folders it reads, by their paths in the corpora.</summary>
    public virtual IReadOnlyList<string> Reads => [Folder];

    /// <summary>A line of each measure, in their order.</summary>
    public IReadOnlyList<ScoreLine> Count(MailCorpora corpora)
    {
        ArgumentNullException.ThrowIfNull(corpora);
        var score = new Score(Measures);
        Count(corpora, score);
        return [.. Measures.Select(measure => score.Line(Folder, measure))];
    }

    private protected abstract void Count(MailCorpora corpora, Score score);
}
