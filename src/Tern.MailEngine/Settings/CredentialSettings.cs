using System.Security.Cryptography.X509Certificates;

namespace Tern.MailEngine.Settings;

/// <summary>What proves to the authorization server that we are the client.</summary>
/// <param name="Id">Identifies the credential, so that the one that works can be remembered.</param>
/// <param name="ExpiresAt">When it ends, where that is known.</param>
public abstract record CredentialSettings(Guid Id, DateTimeOffset? ExpiresAt)
{
    /// <summary>The last warning of its end, as days before it; null before the first.</summary>
    public int? WarnedDays { get; init; }

    /// <summary>The provider's id of it (Graph: <c>keyId</c>), where that is known; without it, it cannot be taken away from here.</summary>
    public string? KeyId { get; init; }
}

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
    /// <summary>True where we made it ourselves: then we also replace it before it ends.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Names the certificate by its thumbprint.</summary>
    public override string ToString() => $"certificate {Certificate.Thumbprint}";
}

/// <summary>A token of another issuer that the registration trusts (Entra: workload identity federation). There is no secret that could end.</summary>
/// <param name="Id">Identifies the credential.</param>
/// <param name="TokenFile">Path of the file in which the platform keeps the present token; read anew for every request.</param>
public sealed record FederatedCredential(Guid Id, string TokenFile) : CredentialSettings(Id, ExpiresAt: null);
