using Tern.Reliability.Cuts;
using Tern.Reliability.Processes;

namespace Tern.Reliability.Tests;

/// <summary>
/// The real desk and a simulated Microsoft 365 as processes: killed (SIGKILL) and cut off at every request that sending and reading make, before its effect and after it.
/// The customer never gets two copies, and one unless it is said that nobody knows; every mail becomes one message; what is uncertain turns out when it is looked for.
/// </summary>
public abstract class CutTests(string? postgreSql, bool onlyKills, bool isThere = true)
{
    private const int Seed = 20261129;

    [Fact]
    public async Task Whatever_step_is_cut_nothing_is_lost_and_nothing_doubled()
    {
        Assert.SkipWhen(!isThere, "TERN_TEST_POSTGRES is not set; run eng/postgres.sh start.");
        using var folder = new WorkFolder(kept: null);
        using var told = new StringWriter();
        var report = await new CutRun(folder.FullPath, postgreSql, Seed, told, onlyKills).RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(report.Text());
        Assert.True(report.Broken.Count == 0, report.Text());

        // Fewer places than this, and the undisturbed run did not show the protocol.
        Assert.InRange(report.Subjects.Count(s => s.IsKilled), 40, int.MaxValue);
    }
}

public sealed class CutTestsOnSqlite() : CutTests(postgreSql: null, onlyKills: false);

/// <summary>Whether a line breaks is nothing that the database could know; the command cuts lines here, too.</summary>
public sealed class CutTestsOnPostgreSql() : CutTests(Server, onlyKills: true, !string.IsNullOrEmpty(Server))
{
    private static string? Server => Environment.GetEnvironmentVariable("TERN_TEST_POSTGRES");
}
