namespace Tern.MailEngine.Settings;

/// <summary>A certificate on its way: made here, then handed to the provider, then used.</summary>
/// <param name="Credential">The certificate with its key.</param>
/// <param name="AddedAt">When the provider took it; null before. It may be a while until the token endpoint knows it.</param>
public sealed record NextCertificate(CertificateCredential Credential, DateTimeOffset? AddedAt);
