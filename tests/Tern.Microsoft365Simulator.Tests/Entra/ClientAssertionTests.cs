using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>Assertions are made by a library that is not ours.</summary>
public sealed class ClientAssertionTests : IDisposable
{
    private readonly Office _office = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public ClientAssertionTests()
    {
        _certificate = NewCertificate(_key, Office.Start.AddDays(-1), Office.Start.AddYears(1));
        _office.Simulator.Apps.AddCertificate(_office.App, _certificate.RawData);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _office.Dispose();
    }

    [Fact]
    public async Task PS256_with_the_SHA_256_thumbprint_is_accepted() => Assert.Equal(200, (await AskAsync(Assertion())).Status);

    [Fact]
    public async Task RS256_with_the_old_thumbprint_is_still_accepted() =>
        Assert.Equal(200, (await AskAsync(Assertion(algorithm: SecurityAlgorithms.RsaSha256, oldThumbprint: true))).Status);

    [Fact]
    public async Task Certificate_that_is_not_registered_is_refused()
    {
        using var key = RSA.Create(2048);
        using var other = NewCertificate(key, Office.Start.AddDays(-1), Office.Start.AddYears(1));
        await IsRefusedAsync(700027, Assertion(certificate: other, key: key));
    }

    [Fact]
    public async Task Signature_by_another_key_under_a_registered_thumbprint_is_refused()
    {
        using var key = RSA.Create(2048);
        await IsRefusedAsync(700027, Assertion(key: key));
    }

    [Fact]
    public async Task Altered_claims_are_refused()
    {
        var parts = Assertion().Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("\"jti\":\"1\"", "\"jti\":\"2\"", StringComparison.Ordinal);
        await IsRefusedAsync(700027, $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}");
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/other/oauth2/v2.0/token")]
    [InlineData("https://example.com/")]
    public async Task Assertion_meant_for_somebody_else_is_refused(string audience) => await IsRefusedAsync(700023, Assertion(audience: audience));

    [Fact]
    public async Task Assertion_about_another_client_is_refused() => await IsRefusedAsync(700021, Assertion(subject: "somebody"));

    [Theory]
    [InlineData(-60)]
    [InlineData(20)]
    public async Task Assertion_outside_its_time_is_refused(int minutes) => await IsRefusedAsync(700024, Assertion(from: Office.Start.AddMinutes(minutes)));

    [Fact]
    public async Task Few_minutes_of_clock_drift_are_tolerated() => Assert.Equal(200, (await AskAsync(Assertion(from: Office.Start.AddMinutes(4)))).Status);

    [Fact]
    public async Task Certificate_past_its_end_is_refused()
    {
        _office.Time.Advance(TimeSpan.FromDays(400));
        await IsRefusedAsync(1000502, Assertion(from: _office.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Text_that_is_no_token_is_refused() => await IsRefusedAsync(700027, "x.y");

    private static X509Certificate2 NewCertificate(RSA key, DateTimeOffset from, DateTimeOffset until) =>
        new CertificateRequest("CN=desk", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, until);

    private async Task IsRefusedAsync(int code, string assertion)
    {
        var (status, body) = await AskAsync(assertion);
        Assert.Equal((401, "invalid_client", code), (status, Office.Text(body, "error"), Office.Aadsts(body)));
    }

    private Task<(int Status, System.Text.Json.Nodes.JsonObject Body)> AskAsync(string assertion) => _office.AskForTokenAsync(
        ("grant_type", "client_credentials"), ("client_id", _office.App.ClientId), ("scope", Office.GraphScope),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion));

    private string Assertion(
        string algorithm = SecurityAlgorithms.RsaSsaPssSha256,
        bool oldThumbprint = false,
        X509Certificate2? certificate = null,
        RSA? key = null,
        string? audience = null,
        string? subject = null,
        DateTimeOffset? from = null)
    {
        certificate ??= _certificate;
        var begin = (from ?? Office.Start).UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience ?? _office.TokenUrl,
            Issuer = subject ?? _office.App.ClientId,
            Claims = new Dictionary<string, object> { ["sub"] = subject ?? _office.App.ClientId, ["jti"] = "1" },
            NotBefore = begin,
            IssuedAt = begin,
            Expires = begin.AddMinutes(10),
            AdditionalHeaderClaims = oldThumbprint
                ? null
                : new Dictionary<string, object> { ["x5t#S256"] = Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) },
            // The library writes x5t by itself.
            SigningCredentials = oldThumbprint ? new X509SigningCredentials(certificate, algorithm) : new SigningCredentials(new RsaSecurityKey(key ?? _key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, algorithm),
        });
    }
}
