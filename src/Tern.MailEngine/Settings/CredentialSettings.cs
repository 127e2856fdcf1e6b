using System.Security.Cryptography.X509Certificates;

namespace Tern.MailEngine.Settings;

/// <summary>What proves to the authorization server that we are the client.</summary>
/// <param name="Id">Identifies the credential, so that the one that works can be remembered.</param>
/// <param name="ExpiresAt">When it ends, where that is known.</param>
public abstract record CredentialSettings(Guid Id, DateTimeOffset? ExpiresAt);

/// <summary>A client secret (RFC 6749 §2.3.1).</summary>
/// <param name="Id">Identifies the credential.</param>
/// <param name="Secret">The secret's value, never its id.</param>
/// <param name="ExpiresAt">When it ends, where an administrator told us.</param>
public sealed record SecretCredential(Guid Id, string Secret, DateTimeOffset? ExpiresAt) : CredentialSettings(Id, ExpiresAt)
{
    /// <summary>Leaves the secret out, so that it never reaches a log.</summary>
    public override string ToString() => $"secret {Id:n}";
}

/// <summary>A certificate whose private key signs an assertion (RFC 7523).</summary>
/// <param name="Id">Identifies the credential.</param>
/// <param name="Certificate">The certificate with its private key.</param>
public sealed record CertificateCredential(Guid Id, X509Certificate2 Certificate)
    : CredentialSettings(Id, new DateTimeOffset(Certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero))
{
    /// <summary>Names the certificate by its thumbprint.</summary>
    public override string ToString() => $"certificate {Certificate.Thumbprint}";
}
