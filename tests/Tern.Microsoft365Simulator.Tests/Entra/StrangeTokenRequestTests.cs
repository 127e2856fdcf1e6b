using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>Requests no library makes are refused with a code, at every place, and never with an empty 500.</summary>
public sealed class StrangeTokenRequestTests : IDisposable
{
    private const string Issuer = "https://issuer.example";
    private readonly Office _office = new();
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        _office.Dispose();
    }

    [Theory]
    [InlineData("""{"access_token":{"xms_cc":{"values":[null]}}}""")]
    [InlineData("""{"access_token":{"xms_cc":{"values":[1]}}}""")]
    [InlineData("""{"access_token":{"xms_cc":"cp1"}}""")]
    [InlineData("""{"access_token":{},"access_token":{}}""")]
    [InlineData("""{"access_token":{"xms_cc":{"values":["cp1"],"values":["cp1"]}}}""")]
    [InlineData("""{"access_token":{"xms_cc":{"values":["\ud800"]}}}""")]
    [InlineData("""{"id_token":{"acr":{"values":["\udc00"]}}}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""["access_token"]""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task Claims_that_are_none_are_refused_at_both_addresses(string claims)
    {
        var (status, body) = await _office.AskForTokenAsync(
            ("grant_type", "client_credentials"), ("client_id", _office.App.ClientId), ("client_secret", Office.Secret), ("scope", Office.GraphScope), ("claims", claims));
        using var page = await _office.Http.GetAsync(
            new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/authorize?client_id={_office.App.ClientId}&response_type=code&scope=Mail.Read&claims={Uri.EscapeDataString(claims)}"),
            Office.Ct);

        Assert.Equal((400, 9002313), (status, Office.Aadsts(body)));
        Assert.Contains("AADSTS9002313", Uri.UnescapeDataString(page.Headers.Location!.Query), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"alg":"RS256"}""", """{"iss":"a","iss":"b"}""")]
    [InlineData("""{"alg":"RS256","alg":"RS256"}""", "{}")]
    [InlineData("""{"alg":"RS256"}""", """{"iss":"\ud800","sub":"s","aud":"a","exp":1}""")]
    [InlineData("""{"alg":"RS256"}""", """{"iss":"i","sub":"s","aud":["\ud800"],"exp":1}""")]
    [InlineData("""{"alg":"\ud800"}""", """{"iss":"i","sub":"s","aud":"a","exp":1}""")]
    [InlineData("""{"alg":"RS256"}""", "[]")]
    public async Task Assertion_whose_JSON_is_broken_is_refused(string header, string claims) =>
        Assert.Equal(700027, Office.Aadsts((await AskAsync(Sign(header, claims))).Body));

    [Theory]
    [InlineData(-1e11)]
    [InlineData(-6.2e10)]
    [InlineData(1e300)]
    public async Task Assertion_from_a_year_no_clock_has_is_refused(double time)
    {
        Trust();
        var claims = $$"""{"iss":"{{Issuer}}","sub":"desk","aud":"api://AzureADTokenExchange","nbf":{{time:R}},"exp":{{time:R}}}""";
        Assert.Equal(500133, Office.Aadsts((await AskAsync(Sign("""{"alg":"RS256"}""", claims))).Body));
    }

    [Theory]
    [InlineData("x5t")]
    [InlineData("x5t#S256")]
    public async Task Assertion_of_another_issuer_may_name_a_thumbprint(string name)
    {
        Trust();
        var until = Office.Start.AddMinutes(10).ToUnixTimeSeconds();
        var assertion = Sign($$"""{"alg":"RS256","{{name}}":"AAAA"}""", $$"""{"iss":"{{Issuer}}","sub":"desk","aud":"api://AzureADTokenExchange","exp":{{until}}}""");
        Assert.Equal(200, (await AskAsync(assertion)).Status);
    }

    [Theory]
    [InlineData("DESK", "api://AzureADTokenExchange", 700213)]
    [InlineData("desk", "api://azureadtokenexchange", 700212)]
    public async Task Subject_and_audience_of_a_federated_credential_are_compared_with_case(string subject, string audience, int code)
    {
        Trust();
        var until = Office.Start.AddMinutes(10).ToUnixTimeSeconds();
        Assert.Equal(code, Office.Aadsts((await AskAsync(Sign("""{"alg":"RS256"}""", $$"""{"iss":"{{Issuer}}","sub":"{{subject}}","aud":"{{audience}}","exp":{{until}}}"""))).Body));
    }

    private void Trust()
    {
        _office.Simulator.Issuers.AddKey(Issuer, _key.ExportSubjectPublicKeyInfo());
        _office.Simulator.Apps.AddFederatedCredential(_office.App, Issuer, "desk");
    }

    private Task<(int Status, System.Text.Json.Nodes.JsonObject Body)> AskAsync(string assertion) => _office.AskForTokenAsync(
        ("grant_type", "client_credentials"), ("client_id", _office.App.ClientId), ("scope", Office.GraphScope),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion));

    private string Sign(string header, string claims)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(claims)}";
        return $"{signed}.{Base64UrlEncoder.Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
