using System.Globalization;
using Tern.SimulatedYear;
using Tern.SimulatedYear.Diaries;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return YearCommand.Run(args, PlainYear.Write, Console.Out, Console.Error);
