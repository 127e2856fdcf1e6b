using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Promises;

namespace Tern.SimulatedYear.Tests;

/// <summary>A seed is a story: whoever is told the seed of a broken promise can break it again.</summary>
[Collection(nameof(OneAfterTheOther))]
public sealed class RepeatedYearTests
{
    [Fact]
    public void The_same_seed_gives_the_same_hash_and_another_seed_another_one()
    {
        var first = Play(seed: 7);
        var second = Play(seed: 7);
        var other = Play(seed: 8);

        Assert.Equal((first.Hash, first.Events), (second.Hash, second.Events));
        Assert.NotEqual(first.Hash, other.Hash);
        Assert.Contains("Seed 7, 30 days", ReportText.Of(first), StringComparison.Ordinal);
        Assert.Contains(first.Hash, ReportText.Of(first), StringComparison.Ordinal);
        Assert.All([first, second, other], report => Assert.Empty(Promise.Broken(report)));
    }

    private static YearReport Play(int seed) => YearRun.Play(PlainYear.Write(seed), new YearOptions(seed, Days: 30));
}
