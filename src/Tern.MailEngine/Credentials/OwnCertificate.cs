using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tern.MailEngine.Credentials;

/// <summary>Makes certificates that sign client assertions. Nobody but the registration they are uploaded to has to trust them.</summary>
public static class OwnCertificate
{
    /// <summary>How long one lives. It is replaced well before, so that a year is no burden and a stolen copy ends some day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>So long before its end a certificate is replaced: a month before the first warning.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);

    /// <summary>An hour of grace for a clock that is behind ours.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Makes one: RSA 3072, SHA-256, for signing only, with an exportable key.</summary>
    /// <param name="name">What it is called in the registration's list.</param>
    /// <param name="now">When its life begins.</param>
    public static X509Certificate2 Create(string name, DateTimeOffset now)
    {
        using var key = RSA.Create(3072);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request.CreateSelfSigned(now - Grace, now + Lifetime);
    }

    /// <summary>When one of ours that ends then is replaced.</summary>
    /// <param name="expiresAt">Its end.</param>
    public static DateTimeOffset ReplaceAt(DateTimeOffset expiresAt) => expiresAt - Ahead;
}
