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
    /// <param name="connection">Whose.</param>
    /// <param name="credential">The certificate.</param>
    /// <param name="audience">The token endpoint's address.</param>
    /// <param name="time">The clock.</param>
    public static string Sign(ConnectionSettings connection, CertificateCredential credential, string audience, TimeProvider time)
    {
        var now = time.GetUtcNow();
        using var rsa = System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(credential.Certificate);
        var descriptor = new SecurityTokenDescriptor
        {
            Audience = audience,
            Issuer = connection.ClientId,
            NotBefore = now.UtcDateTime,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = connection.ClientId, ["jti"] = Guid.CreateVersion7(now).ToString() },
            AdditionalHeaderClaims = new Dictionary<string, object>
            {
                ["x5t#S256"] = Base64UrlEncoder.Encode(credential.Certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)),
            },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSsaPssSha256),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
