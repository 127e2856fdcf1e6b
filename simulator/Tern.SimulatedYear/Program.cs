using System.Globalization;
using Tern.SimulatedYear;
using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Promises;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (YearOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(YearOptions.Usage);
    return 2;
}

var report = YearRun.Play(PlainYear.Write(options.Seed), options);
Console.Write(ReportText.Of(report));
var broken = Promise.Broken(report).ToList();
broken.ForEach(Console.WriteLine);
Console.WriteLine(broken.Count == 0 ? "Every promise was kept." : $"{broken.Count} promises were broken.");
return broken.Count == 0 ? 0 : 1;
