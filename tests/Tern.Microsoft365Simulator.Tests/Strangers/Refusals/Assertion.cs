using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>JSON Web Tokens written by hand, so that they can be wrong.</summary>
internal static class Assertion
{
    internal static X509Certificate2 Certificate(DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=help desk", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(from ?? now.AddDays(-1), until ?? now.AddYears(1));
    }

    /// <summary>RS256 under the SHA-1 thumbprint, as older clients sign.</summary>
    internal static string Sign(X509Certificate2 certificate, Dictionary<string, object> claims)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return Sign(key, claims, new() { ["alg"] = "RS256", ["typ"] = "JWT", ["x5t"] = Base64UrlEncoder.Encode(certificate.GetCertHash()) });
    }

    /// <summary>Without a thumbprint, as other issuers sign.</summary>
    internal static string Sign(RSA key, Dictionary<string, object> claims) => Sign(key, claims, new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "k1" });

    internal static Dictionary<string, object> Claims(string issuer, string subject, string audience, int minutesFromNow = 0)
    {
        var from = TimeProvider.System.GetUtcNow().AddMinutes(minutesFromNow).ToUnixTimeSeconds();
        return new() { ["aud"] = audience, ["iss"] = issuer, ["sub"] = subject, ["jti"] = "1", ["nbf"] = from, ["iat"] = from, ["exp"] = from + 600 };
    }

    private static string Sign(RSA key, Dictionary<string, object> claims, Dictionary<string, object> header)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static string Part(Dictionary<string, object> content) => Base64UrlEncoder.Encode(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(content));
}
