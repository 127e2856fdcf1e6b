namespace Tern.Mail.Scorecard;

/// <summary>Counts while a card reads its folder. A measure the card did not declare is a mistake in the card.</summary>
public sealed class Score
{
    private readonly Dictionary<string, Count> _counts;

    internal Score(IEnumerable<Measure> measures)
    {
        _counts = measures.ToDictionary(m => m.Name, _ => new Count(), StringComparer.Ordinal);
    }

    /// <summary>One more that could go wrong, and did where there is a difference.</summary>
    internal void Judge(string measure, string? difference)
    {
        Add(measure, 1);
        if (difference is not null)
        {
            Miss(measure, difference);
        }
    }

    internal void Add(string measure, int of) => _counts[measure].Of += of;

    internal void Miss(string measure, string name, int times = 1)
    {
        _counts[measure].Missed += times;
        _counts[measure].Names.Add(name);
    }

    internal ScoreLine Line(string folder, Measure measure)
    {
        var count = _counts[measure.Name];
        return new ScoreLine(folder, measure, count.Missed, count.Of, count.Names);
    }

    private sealed class Count
    {
        internal List<string> Names { get; } = [];

        internal int Missed { get; set; }

        internal int Of { get; set; }
    }
}
