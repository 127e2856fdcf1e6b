using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>A JWT, signed with the certificate's private key, that proves who the client is (Entra: "Certificate credentials"; RFC 7523).</summary>
internal static class ClientAssertion
{
    /// <summary>Microsoft recommends five to ten minutes.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Signs an assertion: PS256 with <c>x5t#S256</c>, audience the tenant's token endpoint.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="credential">The certificate.</param>
    /// <param name="audience">The token endpoint's address.</param>
    /// <param name="now">The moment by Microsoft's clock.</param>
    public static string Sign(string clientId, CertificateCredential credential, string audience, DateTimeOffset now) => Sign(
        credential, audience, clientId, now, new Dictionary<string, object> { ["sub"] = clientId, ["jti"] = Guid.CreateVersion7(now).ToString() });

    /// <summary>Signs a proof that the caller holds a registered key (Microsoft Graph: "Generate proof of possession tokens for rolling keys").</summary>
    /// <param name="issuer">The application's id.</param>
    /// <param name="credential">The certificate.</param>
    /// <param name="now">The moment by Microsoft's clock.</param>
    public static string Prove(string issuer, CertificateCredential credential, DateTimeOffset now) =>
        Sign(credential, ProofAudience, issuer, now, new Dictionary<string, object>());

    private const string ProofAudience = "00000002-0000-0000-c000-000000000000";

    private static string Sign(CertificateCredential credential, string audience, string issuer, DateTimeOffset now, Dictionary<string, object> claims)
    {
        using var rsa = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(credential.Certificate);
        var descriptor = new SecurityTokenDescriptor
        {
            Audience = audience,
            Issuer = issuer,
            NotBefore = now.UtcDateTime,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = claims,
            AdditionalHeaderClaims = new Dictionary<string, object>
            {
                ["x5t#S256"] = Base64UrlEncoder.Encode(credential.Certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)),
            },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSsaPssSha256),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
