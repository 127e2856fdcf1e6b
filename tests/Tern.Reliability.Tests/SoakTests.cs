using Tern.Reliability.Processes;
using Tern.Reliability.Soak;

namespace Tern.Reliability.Tests;

/// <summary>Two minutes of customers, agents, faults of every kind and a killed desk: nothing lost, nothing doubled, at either end. Hours are run by command (docs/reliability.md).</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task Two_minutes_with_everything_going_wrong_lose_nothing_and_double_nothing()
    {
        using var folder = new WorkFolder(kept: null);
        using var told = new StringWriter();
        var options = new SoakOptions { Duration = TimeSpan.FromMinutes(2), Mailboxes = 20, Rate = 1, Faults = 0.02, Seed = 20261129 };
        var report = await new SoakRun(folder.FullPath, options, told).RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(report.Text());
        Assert.True(report.Broken.Count == 0, report.Text());
        Assert.InRange(report.Fired.Values.Count(fired => fired > 0), 10, int.MaxValue);
    }
}
