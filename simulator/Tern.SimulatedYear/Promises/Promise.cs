using System.Globalization;
using Tern.SimulatedYear.Diaries;

namespace Tern.SimulatedYear.Promises;

/// <summary>What is promised of a year, each as a sentence that says what was broken.</summary>
internal static class Promise
{
    /// <summary>Refreshes that a year brings at least, for each connection.</summary>
    internal const int RefreshesOfAYear = 5800;

    /// <summary>Two checks and a restart: so long may a mail wait while nothing stands in its way.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(12);

    internal static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    /// <summary>Each promise that was broken.</summary>
    internal static IEnumerable<string> Broken(YearReport report) => [.. Mail(report), .. Stops(report), .. Tokens(report), .. CredentialPromises.Broken(report), .. Speed(report)];

    private static IEnumerable<string> Mail(YearReport report)
    {
        foreach (var mail in report.Lost)
        {
            yield return Say($"A mail was lost: {mail.MessageId}, written to {mail.Mailbox.Name} at {mail.WrittenAt:u}.");
        }

        foreach (var mail in report.Doubled)
        {
            yield return Say($"A mail was doubled: {mail.MessageId} is {mail.Copies} messages of {mail.Mailbox.Name}.");
        }

        foreach (var reply in report.Replies.Where(r => r.Copies != 1))
        {
            yield return Say($"A reply left {reply.Copies} times instead of once: {reply.MessageId} of {reply.Mailbox.Name}, given at {reply.WrittenAt:u}.");
        }

        foreach (var unsent in report.UnsentReplies)
        {
            yield return $"A reply is not known to be sent: {unsent}.";
        }

        foreach (var strange in report.Strange)
        {
            yield return $"A mail came out that nobody put in there: {strange}.";
        }

        if (report.LongestWait > LongestWait)
        {
            yield return Say($"A mail or a reply waited {report.LongestWait} although nothing stood in its way.");
        }
    }

    private static IEnumerable<string> Stops(YearReport report)
    {
        foreach (var (stop, _) in report.Stops.Where(s => s.Happening is null))
        {
            yield return Say($"A stop has no reason in the diary or not the right name: {stop.Mailbox.Name}, {ReportText.When(stop)}, {ReportText.Name(stop)}.");
        }

        foreach (var (stop, happening) in report.Stops.Where(s => s.IsOverdue))
        {
            yield return Say($"A stop went on after its reason was gone: {stop.Mailbox.Name}, {ReportText.When(stop)}, {ReportText.Name(stop)}; \"{happening!.Text}\".");
        }

        foreach (var happening in report.Happenings)
        {
            foreach (var name in happening.Names.Where(n => n.Sureness != Sureness.MayStop))
            {
                foreach (var mailbox in new[] { Who.Support, Who.Sales }.Where(w => name.Who.HasFlag(w) && !report.Stops.Any(s => s.Happening == happening && s.Fulfils(name, w))))
                {
                    yield return Say($"Day {happening.From.Days + 1}, \"{happening.Text}\": {mailbox} should have said {name.Code} and did not.");
                }
            }
        }

        foreach (var (stop, _) in report.ToldToSignIn.Where(s => s.Happening is not { EndsSignIn: true }))
        {
            yield return Say($"A person was told to sign in although the sign-in was good: {stop.Mailbox.Name}, {ReportText.When(stop)}, {ReportText.Name(stop)}.");
        }
    }

    private static IEnumerable<string> Tokens(YearReport report)
    {
        if (report.ExpiredTokens > 0)
        {
            yield return Say($"{report.ExpiredTokens} requests carried a token past its end.");
        }

        foreach (var connection in report.Connections.Where(c => c.Tokens.Given < RefreshesOfAYear * report.Days / 365))
        {
            yield return Say($"{connection.Mailbox} was refreshed {connection.Tokens.Given} times in {report.Days} days; {RefreshesOfAYear} a year were promised.");
        }
    }

    private static IEnumerable<string> Speed(YearReport report)
    {
        // Not by the clock on the wall: that others use the machine meanwhile is not the run's fault.
        if (report.Worked > LongestRun)
        {
            yield return Say($"The run took {report.Worked} of a processor's time; under two minutes were promised.");
        }
    }

    internal static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
