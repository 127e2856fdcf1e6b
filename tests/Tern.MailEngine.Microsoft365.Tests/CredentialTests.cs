using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>What proves who we are, against a token endpoint that verifies it.</summary>
public sealed class CredentialTests
{
    [Fact]
    public async Task A_registered_certificate_lets_us_in_and_signs_anew_for_every_token()
    {
        var office = new SimulatedOffice(seed: 5);
        using var certificate = Certificate();
        office.Simulator.Apps.AddCertificate(office.App, certificate.RawData);
        var mailbox = With(office, office.AddMailbox("certified"), new CertificateCredential(new Guid("01937a00-0000-7000-8000-0000000009aa"), certificate));
        office.Write(mailbox, "by certificate");

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromHours(5));
        await office.DisposeAsync();

        Assert.Equal(["by certificate"], office.Delivered(mailbox));
        Assert.DoesNotContain(office.Simulator.RequestLog.Entries, e => e.Status >= 400);
    }

    [Fact]
    public async Task A_certificate_that_is_not_registered_is_named_as_the_cause()
    {
        var office = new SimulatedOffice(seed: 6);
        using var certificate = Certificate();
        _ = With(office, office.AddMailbox("stranger"), new CertificateCredential(new Guid("01937a00-0000-7000-8000-0000000009ab"), certificate));

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        await office.DisposeAsync();

        var health = office.Host.Shared.Health[^1];
        Assert.Equal((MailboxState.ActionNeeded, FaultCodes.CertificateRefused, "AADSTS700027"), (health.State, health.Fault?.Code, health.Fault?.ProviderCode));
    }

    [Fact]
    public async Task The_second_credential_takes_over_when_the_first_has_ended()
    {
        var office = new SimulatedOffice(seed: 7);
        office.Simulator.Apps.AddSecret(office.App, "ends soon", SimulatedOffice.Start.AddHours(3));
        var mailbox = office.AddMailbox("rolling");
        var old = new SecretCredential(new Guid("01937a00-0000-7000-8000-0000000009ac"), "ends soon", null);
        mailbox = mailbox with { Connection = mailbox.Connection with { Credentials = [old, .. mailbox.Connection.Credentials] } };
        office.Host.Shared.Mailboxes[mailbox.Id] = mailbox;

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromHours(6));
        office.Write(mailbox, "after the old secret");
        office.Time.Advance(TimeSpan.FromMinutes(2));
        await office.DisposeAsync();

        Assert.Equal(["after the old secret"], office.Delivered(mailbox));
        Assert.All(office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));
        Assert.Contains(office.Simulator.RequestLog.Entries, e => e.Error == "AADSTS7000222");
    }

    private static MailboxSettings With(SimulatedOffice office, MailboxSettings mailbox, CredentialSettings credential)
    {
        var changed = mailbox with { Connection = mailbox.Connection with { Credentials = [credential] } };
        office.Host.Shared.Mailboxes[mailbox.Id] = changed;
        return changed;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=Tern", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(SimulatedOffice.Start.AddDays(-1), SimulatedOffice.Start.AddYears(1));
    }
}
