using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Promises;

/// <summary>What is promised of secrets and certificates.</summary>
internal static class CredentialPromises
{
    private static readonly int[] WarningDays = [60, 30, 14, 7, 3, 1];

    /// <summary>Credentials are looked after once an hour, and a restart or a handover may come between.</summary>
    private static readonly TimeSpan WarningDelay = TimeSpan.FromHours(2);

    /// <summary>The engine replaces its own certificate a month before it would have to warn.</summary>
    private static readonly TimeSpan CertificateReserve = TimeSpan.FromDays(60);

    internal static IEnumerable<string> Broken(YearReport report)
    {
        var end = YearOffice.Start.AddDays(report.Days);
        foreach (var secret in report.Secrets)
        {
            if (secret.Ends <= end && !(secret.ReplacedAt <= secret.Ends))
            {
                yield return Promise.Say($"The secret that ended at {secret.Ends:u} was not replaced in time.");
            }

            foreach (var days in WarningDays.Where(d => !IsWarned(report, secret, d, end)))
            {
                yield return Promise.Say($"Nobody was warned {days} days ahead that a secret ends at {secret.Ends:u}.");
            }
        }

        foreach (var (credential, days, at) in report.Warnings.Where(w => !report.Secrets.Any(s => Meets(s, w))))
        {
            yield return Promise.Say($"A warning came that was not due: {credential:n}, {days} days ahead, at {at:u}.");
        }

        if (report.CertificatesEnd.Count == 0 || report.CertificatesEnd.Max() < end + CertificateReserve)
        {
            yield return Promise.Say($"The certificate of support ends at {report.CertificatesEnd.DefaultIfEmpty().Max():u} and was not replaced.");
        }

        if (report.CertificatesEnd.Count > 1)
        {
            yield return Promise.Say($"{report.CertificatesEnd.Count} certificates of support are registered; the replaced ones were to be taken away.");
        }
    }

    /// <summary>Warned when it was due, or not due: the secret is younger, or was replaced before.</summary>
    private static bool IsWarned(YearReport report, YearSecret secret, int days, DateTimeOffset end)
    {
        var due = secret.Ends.AddDays(-days);
        var isDue = secret.From <= due && due + WarningDelay <= end && !(secret.ReplacedAt < due + WarningDelay);
        return !isDue || report.Warnings.Count(w => w.Credential == secret.Id && w.Days == days && due <= w.At && w.At <= due + WarningDelay) == 1;
    }

    private static bool Meets(YearSecret secret, (Guid Credential, int Days, DateTimeOffset At) warning) =>
        secret.Id == warning.Credential && secret.Ends.AddDays(-warning.Days) <= warning.At && !(secret.ReplacedAt < warning.At);
}
