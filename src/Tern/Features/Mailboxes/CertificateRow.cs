using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tern.Features.Mailboxes;

/// <summary>Makes the row of a certificate, its key encrypted.</summary>
internal static class CertificateRow
{
    internal static Credential Of(ConnectionId connection, X509Certificate2 certificate, SecretBox secrets, DateTimeOffset now, bool isOwn, CredentialStage stage) => new()
    {
        Id = new CredentialId(Guid.CreateVersion7(now)),
        ConnectionId = connection,
        Kind = CredentialKind.Certificate,
        Protected = secrets.Close(Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12))),
        Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA1),
        IsOwn = isOwn,
        Stage = stage,
        ExpiresAt = new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero),
        CreatedAt = now,
    };
}
