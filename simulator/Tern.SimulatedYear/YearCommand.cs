using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Promises;

namespace Tern.SimulatedYear;

/// <summary>The command line. Ends with 0 where every promise was kept, 1 where one was broken, 2 where the words cannot be understood.</summary>
internal static class YearCommand
{
    internal static int Run(IReadOnlyList<string> words, Func<int, Diary> write, TextWriter output, TextWriter error)
    {
        if (YearOptions.Read(words) is not { } options)
        {
            error.WriteLine(YearOptions.Usage);
            return 2;
        }

        var report = YearRun.Play(write(options.Seed), options);
        output.Write(ReportText.Of(report));
        var broken = Promise.Broken(report).ToList();
        broken.ForEach(output.WriteLine);
        output.WriteLine(broken.Count == 0 ? "Every promise was kept." : $"Promises broken: {broken.Count}.");
        return broken.Count == 0 ? 0 : 1;
    }
}
