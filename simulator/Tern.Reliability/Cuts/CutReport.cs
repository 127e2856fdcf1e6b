using System.Globalization;
using System.Text;

namespace Tern.Reliability.Cuts;

/// <summary>What was cut, and what came of it.</summary>
/// <param name="Store">The database.</param>
/// <param name="Seed">Of everything that was drawn.</param>
/// <param name="Subjects">Who was cut where.</param>
/// <param name="Uncertain">Whose answer was Uncertain until somebody looked again.</param>
/// <param name="Kills">How often the process was killed.</param>
/// <param name="Broken">Promises that were not kept.</param>
/// <param name="Took">How long it took.</param>
internal sealed record CutReport(string Store, int Seed, IReadOnlyList<CutSubject> Subjects, int Uncertain, int Kills, IReadOnlyList<string> Broken, TimeSpan Took)
{
    /// <summary>All of it, a line for each place that was cut.</summary>
    internal string Text()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Store}, seed {Seed}: {Subjects.Count(s => s.IsKilled)} cuts by SIGKILL in {Kills} kills, {Subjects.Count(s => !s.IsKilled)} cut connections, {Uncertain} answers were Uncertain until they were looked for again, {Took.TotalSeconds:F0} s.");
        text.AppendLine().AppendLine("| work | request | killed before, after its effect | connection cut before, after its effect |").AppendLine("|---|---|--:|--:|");
        foreach (var place in Subjects.GroupBy(s => (s.Work, s.Point)).OrderBy(g => (g.Key.Work, g.Key.Point!.Number)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {place.Key.Work} | {place.Key.Point!.Name} | {Count(place, true, false)}, {Count(place, true, true)} | {Count(place, false, false)}, {Count(place, false, true)} |");
        }

        text.AppendLine();
        foreach (var broken in Broken)
        {
            text.AppendLine(broken);
        }

        return text.AppendLine(Broken.Count == 0 ? "Every promise was kept." : $"Promises broken: {Broken.Count}.").ToString();
    }

    private static int Count(IEnumerable<CutSubject> subjects, bool isKilled, bool hasEffect) => subjects.Count(s => s.IsKilled == isKilled && s.HasEffect == hasEffect);
}
