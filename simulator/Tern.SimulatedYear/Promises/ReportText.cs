using System.Globalization;
using System.Text;
using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Promises;

/// <summary>The report as it is printed.</summary>
internal static class ReportText
{
    internal static string Of(YearReport report)
    {
        var text = new StringBuilder();
        Line($"Seed {report.Seed}, {report.Days} days from {YearOffice.Start:yyyy-MM-dd}, in {report.Took.TotalSeconds:0.0} s ({report.Worked.TotalSeconds:0.0} s of a processor): {report.Checks} checks, {report.Requests} requests, {report.Events} events.");
        foreach (var connection in report.Connections)
        {
            Line($"{connection.Mailbox,-8} {connection.Kind,-9} refreshed {connection.Tokens.Given} times; asked {connection.Tokens.Asked} times.");
        }

        Line($"Mail     written {report.Written.Count}, delivered {report.Written.Count(m => m.Copies > 0)}, lost {report.Lost.Count()}, doubled {report.Doubled.Count()}; longest wait outside stops {report.LongestWait:hh\\:mm\\:ss}.");
        Line($"Replies  given {report.Replies.Count}, received {report.Replies.Count(r => r.Copies > 0)}, doubled {report.Replies.Count(r => r.Copies > 1)}, not proved {report.UnsentReplies.Count}.");
        Line($"Tokens   {report.ExpiredTokens} used past their end; Graph refused {report.Unauthorized}.");
        Line($"Secrets  {report.Secrets.Count}; warnings {report.Warnings.Count}: {string.Join(", ", report.Warnings.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Days} d on {w.At:MMM dd}")))}.");
        Line($"Keys     {report.CertificatesEnd.Count} certificates registered, the last until {report.CertificatesEnd.DefaultIfEmpty().Max():yyyy-MM-dd}.");
        Line($"People   told to sign in {report.ToldToSignIn.Count()} times.");
        Line($"Power    failed {report.PowerFailures} times.");
        Line($"Stops    {report.Stops.Count}:");
        foreach (var (stop, happening) in report.Stops)
        {
            Line($"  {stop.Mailbox.Name,-8} {When(stop),-48} {Name(stop),-60} {happening?.Text ?? "NOTHING in the diary"}");
        }

        Line($"Hash     {report.Hash}");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    internal static string When(Stop stop) => string.Create(
        CultureInfo.InvariantCulture,
        $"day {(stop.From - YearOffice.Start).Days + 1,3}, {stop.From:MMM dd HH:mm} to {(stop.Until is { } until ? until.ToString("MMM dd HH:mm", CultureInfo.InvariantCulture) : "the end")}");

    internal static string Name(Stop stop) => $"{stop.Code} ({stop.ProviderCode ?? "-"}), {stop.Class}{(stop.IsAhead ? ", mail flows" : "")}";
}
