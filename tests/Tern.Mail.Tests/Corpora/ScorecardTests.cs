using System.Collections.Concurrent;
using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests.Corpora;

/// <summary>Every line of the scorecard is held. <c>dotnet run --project tests/Tern.Mail.Scorecard</c> prints them all at once.</summary>
public sealed class ScorecardTests(ITestOutputHelper output)
{
    // A folder is read once for all its lines.
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<ScoreLine>>> Counted = new(StringComparer.Ordinal);

    public static TheoryData<string, string> Lines => [.. AllCards.Cards.SelectMany(card => card.Measures.Select(measure => (card.Folder, measure.Name)))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void No_more_is_missed_than_the_line_allows(string folder, string measure)
    {
        var card = AllCards.Cards.Single(c => c.Folder == folder);
        var corpora = Corpus.Here();
        var lacking = corpora.Lacks(card);
        Assert.SkipUnless(lacking is null, $"The corpus {lacking} is not here.");

        var line = Counted.GetOrAdd(folder, _ => new Lazy<IReadOnlyList<ScoreLine>>(() => card.Count(corpora))).Value.Single(l => l.Measure.Name == measure);

        output.WriteLine(line.ToString());
        foreach (var name in line.Names)
        {
            output.WriteLine(name);
        }

        Assert.True(line.IsHeld, line.ToString());
        Assert.True(line.IsWhole, $"{line}; the whole set has {line.Measure.Least} to {line.Measure.Most}");
    }
}
