using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.SimulatedYear.Office;

/// <summary>What the administrator does about secrets and certificates, at Microsoft and then at the desk.</summary>
/// <param name="office">Where.</param>
internal sealed class Credentials(YearOffice office)
{
    private readonly List<YearSecret> _secrets = [];
    private int _made;

    /// <summary>Every secret of the year, with when it was in use.</summary>
    internal IReadOnlyList<YearSecret> Secrets => _secrets;

    /// <summary>The administrator makes a client secret for the delegated connection and pastes its value into the desk; the old one ends when it ends.</summary>
    internal void NewSecret(int goodForDays)
    {
        var now = office.Time.GetUtcNow();
        var secret = new YearSecret(NextId(), now, now.AddDays(goodForDays));
        if (_secrets is [.., var before])
        {
            before.ReplacedAt = now;
        }

        _secrets.Add(secret);
        office.Simulator.Apps.AddSecret(office.Sales.App, $"secret-{_made}", secret.Ends);
        office.Configure(office.Sales, c => c with { Credentials = [new SecretCredential(secret.Id, $"secret-{_made}", secret.Ends)] });
    }

    /// <summary>
    /// The desk makes its first certificate for the app-only connection, and the administrator registers its public part. From then on it is the engine's to
    /// replace. It is shorter-lived than those the engine makes, so that a year sees it replaced.
    /// </summary>
    internal void FirstCertificate(int goodForDays)
    {
        var now = office.Time.GetUtcNow();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=tern", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(now, now.AddDays(goodForDays));
        var registered = office.Simulator.Apps.AddCertificate(office.Support.App, certificate.RawData);
        office.Configure(office.Support, c => c with { Credentials = [new CertificateCredential(NextId(), certificate) { IsOwn = true, KeyId = registered.Id }] });
    }

    /// <summary>When the certificates end that Microsoft knows of now.</summary>
    internal IReadOnlyList<DateTimeOffset> RegisteredCertificatesEnd() => [.. office.Support.App.Certificates.Select(Ends)];

    private static DateTimeOffset Ends(ClientCertificate registered)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(registered.Der);
        return new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
    }

    private Guid NextId() => new($"01937a00-0000-7000-8000-0000000002{++_made:00}");
}

/// <summary>A client secret of the year.</summary>
/// <param name="Id">Its id at the desk.</param>
/// <param name="From">When it came into use.</param>
/// <param name="Ends">When it ends.</param>
internal sealed record YearSecret(Guid Id, DateTimeOffset From, DateTimeOffset Ends)
{
    /// <summary>When the next one took its place; null while none has.</summary>
    internal DateTimeOffset? ReplacedAt { get; set; }
}
