using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Settings;

namespace Tern.SimulatedYear.Office;

/// <summary>What the administrator does about secrets and certificates, at Microsoft and then at the desk.</summary>
/// <param name="office">Where.</param>
internal sealed class Credentials(YearOffice office)
{
    private int _made;

    /// <summary>The administrator makes a client secret for the delegated connection and pastes its value into the desk; the old one ends when it ends.</summary>
    internal void NewSecret(int goodForDays)
    {
        var ends = office.Time.GetUtcNow().AddDays(goodForDays);
        var value = $"secret-{++_made}";
        office.Simulator.Apps.AddSecret(office.Sales.App, value, ends);
        office.Configure(office.Sales, c => c with { Credentials = [new SecretCredential(NextId(), value, ends)] });
    }

    /// <summary>The administrator makes a certificate for the app-only connection and registers its public part.</summary>
    internal void NewCertificate(int goodForDays)
    {
        var now = office.Time.GetUtcNow();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN=tern-{++_made}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(now, now.AddDays(goodForDays));
        office.Simulator.Apps.AddCertificate(office.Support.App, certificate.RawData);
        office.Configure(office.Support, c => c with { Credentials = [new CertificateCredential(NextId(), certificate)] });
    }

    private Guid NextId() => new($"01937a00-0000-7000-8000-0000000002{_made:00}");
}
