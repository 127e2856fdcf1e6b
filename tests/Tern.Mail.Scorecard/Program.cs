using System.Globalization;
using Tern.Mail.Scorecard;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return ScorecardCommand.Run(args, Console.Out, Console.Error);
