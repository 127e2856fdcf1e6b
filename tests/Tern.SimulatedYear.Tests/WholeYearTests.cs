using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;
using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Promises;

namespace Tern.SimulatedYear.Tests;

/// <summary>The year that the engine is built for.</summary>
[Collection(nameof(OneAfterTheOther))]
public sealed class WholeYearTests
{
    [Fact]
    public void Through_a_whole_year_no_mail_is_lost_every_stop_is_named_rightly_and_nobody_is_sent_to_sign_in()
    {
        var report = YearRun.Play(PlainYear.Write(seed: 1), new YearOptions());

        Assert.Empty(Promise.Broken(report));
        Assert.Equal(
            [("support", GrantKind.AppOnly, true), ("sales", GrantKind.Delegated, true)],
            report.Connections.Select(c => (c.Mailbox, c.Kind, c.Tokens.Given >= 5800)));
        Assert.InRange(report.Written.Count, 5000, int.MaxValue);
        Assert.InRange(report.Replies.Count, 1500, int.MaxValue);
        Assert.Equal((0, 0), (report.Lost.Count(), report.Doubled.Count()));
        Assert.All(report.Replies, reply => Assert.Equal(1, reply.Copies));
        Assert.Equal((0, 0, 8), (report.ExpiredTokens, report.ToldToSignIn.Count(), report.PowerFailures));
        Assert.Equal([60, 30, 14, 7, 3, 1, 60, 30, 14], report.Warnings.Select(w => w.Days));
        // The engine's own certificates live for a year, and the first one here ended on day 182: it was replaced before anybody had to be warned.
        Assert.InRange(Assert.Single(report.CertificatesEnd), YearStart.AddDays(365), YearStart.AddDays(365 + 182 - 60));
        Assert.Equal(52, report.Happenings.Count(h => h.Text.StartsWith("The token endpoint is down for two hours", StringComparison.Ordinal)));
        Assert.Superset(
            new HashSet<string>
            {
                FaultCodes.ProviderDown, FaultCodes.ConnectionRefused, FaultCodes.NameUnresolved, FaultCodes.NetworkDown, FaultCodes.Throttled,
                FaultCodes.AccessDenied, FaultCodes.ConsentMissing, FaultCodes.AccountDisabled,
            },
            report.Stops.Select(s => s.Stop.Code).ToHashSet());
    }

    private static DateTimeOffset YearStart => Office.YearOffice.Start;
}
