using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Identity.Client;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>MSAL.NET gets tokens of the simulated Entra, by every grant, and is refused where Entra refuses.</summary>
public sealed class MsalTests : IDisposable
{
    private readonly Stranger _stranger = new();

    public void Dispose() => _stranger.Dispose();

    [Fact]
    public async Task Client_credentials_with_a_secret()
    {
        var result = await _stranger.WithSecret().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

        Assert.NotEmpty(result.AccessToken);
        Assert.InRange(result.ExpiresOn - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(91));
        Assert.Equal(TokenSource.IdentityProvider, result.AuthenticationResultMetadata.TokenSource);
    }

    [Fact]
    public async Task The_second_call_is_answered_from_the_cache()
    {
        var client = _stranger.WithSecret();
        var first = await client.AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);
        var second = await client.AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

        Assert.Equal(TokenSource.Cache, second.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(first.AccessToken, second.AccessToken);
    }

    [Theory]
    [InlineData(false, TokenSource.Cache)]
    [InlineData(true, TokenSource.IdentityProvider)]
    public async Task A_persons_token_is_found_again_where_its_scopes_have_the_names_they_were_asked_by(bool fullNames, TokenSource source)
    {
        _stranger.Simulator.Settings.FullScopeNames = fullNames;
        var client = _stranger.WithSecret();
        var first = await _stranger.SignInAsync(client);

        Assert.Equal(source, (await client.AcquireTokenSilent(MailScopes, first.Account).ExecuteAsync(Ct)).AuthenticationResultMetadata.TokenSource);
    }

    [Fact]
    public async Task Client_credentials_with_a_certificate_as_MSAL_signs_it()
    {
        using var certificate = Certificate();
        _stranger.Simulator.Apps.AddCertificate(_stranger.App, certificate.RawData);

        var result = await _stranger.Client().WithCertificate(certificate).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

        Assert.NotEmpty(result.AccessToken);
    }

    [Fact]
    public async Task A_certificate_that_is_not_registered_is_refused()
    {
        using var certificate = Certificate();

        await RefusedAsync<MsalServiceException>(
            () => _stranger.Client().WithCertificate(certificate).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct), "invalid_client", 700027);
    }

    [Fact]
    public async Task A_certificate_past_its_end_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = Certificate(now.AddYears(-2), now.AddDays(-1));
        _stranger.Simulator.Apps.AddCertificate(_stranger.App, certificate.RawData);

        await RefusedAsync<MsalServiceException>(
            () => _stranger.Client().WithCertificate(certificate).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct), "invalid_client", 1000502);
    }

    [Fact]
    public Task A_wrong_secret_is_refused() =>
        RefusedAsync<MsalServiceException>(() => _stranger.WithSecret("not it").AcquireTokenForClient(AppScopes).ExecuteAsync(Ct), "invalid_client", 7000215);

    [Fact]
    public async Task An_expired_secret_is_refused()
    {
        _stranger.Simulator.Apps.AddSecret(_stranger.App, "long gone", TimeProvider.System.GetUtcNow().AddDays(-1));
        await RefusedAsync<MsalServiceException>(() => _stranger.WithSecret("long gone").AcquireTokenForClient(AppScopes).ExecuteAsync(Ct), "invalid_client", 7000222);
    }

    [Fact]
    public Task An_unknown_application_is_refused() => RefusedAsync<MsalServiceException>(
        () => _stranger.Client("11111111-2222-3333-4444-555555555555").WithClientSecret(Secret).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct), "unauthorized_client", 700016);

    [Fact]
    public Task An_unknown_tenant_is_refused() => RefusedAsync<MsalServiceException>(
        () => _stranger.Client(authority: "https://login.microsoftonline.com/nowhere.example").WithClientSecret(Secret).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct), "invalid_request", 90002);

    [Fact]
    public async Task A_person_signs_in_with_a_code_and_PKCE()
    {
        var result = await _stranger.SignInAsync(_stranger.WithSecret());

        Assert.Equal(("support@contoso.example", _stranger.Tenant.Id), (result.Account.Username, result.TenantId));
        Assert.Equal(_stranger.Support.Id, result.UniqueId);
        Assert.Equal($"{_stranger.Support.Id}.{_stranger.Tenant.Id}", result.Account.HomeAccountId.Identifier);
        Assert.NotNull(result.IdToken);
    }

    [Fact]
    public async Task A_wrong_verifier_is_refused()
    {
        var client = _stranger.WithSecret();
        var address = await client.GetAuthorizationRequestUrl(MailScopes).WithRedirectUri(Redirect).WithPkce(out _).ExecuteAsync(Ct);
        var back = await _stranger.AcceptAsync(address, _stranger.Support);

        await RefusedAsync<MsalUiRequiredException>(
            () => client.AcquireTokenByAuthorizationCode(MailScopes, back!["code"]).WithPkceCodeVerifier(new string('x', 43)).ExecuteAsync(Ct), "invalid_grant", 501481);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var client = _stranger.WithSecret();
        var address = await client.GetAuthorizationRequestUrl(MailScopes).WithRedirectUri(Redirect).WithPkce(out var verifier).ExecuteAsync(Ct);
        var back = await _stranger.AcceptAsync(address, _stranger.Support);
        await client.AcquireTokenByAuthorizationCode(MailScopes, back!["code"]).WithPkceCodeVerifier(verifier).ExecuteAsync(Ct);

        await RefusedAsync<MsalUiRequiredException>(
            () => client.AcquireTokenByAuthorizationCode(MailScopes, back["code"]).WithPkceCodeVerifier(verifier).ExecuteAsync(Ct), "invalid_grant", 54005);
    }

    [Fact]
    public async Task Cancelling_comes_back_as_access_denied()
    {
        var address = await _stranger.WithSecret().GetAuthorizationRequestUrl(MailScopes).WithRedirectUri(Redirect).ExecuteAsync(Ct);

        var back = await _stranger.AcceptAsync(address, _stranger.Support, "cancel");

        Assert.Equal("access_denied", back!["error"]);
        Assert.Contains("AADSTS65004", back["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_past_its_end_is_renewed_silently_and_the_refresh_token_rolls()
    {
        // MSAL counts a token as ended five minutes before its end: this one is so from the start.
        (_stranger.Simulator.Settings.AccessTokenShortest, _stranger.Simulator.Settings.AccessTokenLongest) = (TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(4));
        var client = _stranger.WithSecret();
        var cache = CacheOf(client);
        var first = await _stranger.SignInAsync(client);
        var before = cache();

        var second = await client.AcquireTokenSilent(MailScopes, first.Account).ExecuteAsync(Ct);

        Assert.Equal(TokenSource.IdentityProvider, second.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(CacheRefreshReason.Expired, second.AuthenticationResultMetadata.CacheRefreshReason);
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        Assert.NotEqual(before, cache());
    }

    [Fact]
    public async Task Without_a_new_refresh_token_in_the_answer_the_old_one_goes_on_working()
    {
        _stranger.Simulator.Settings.OmitRefreshToken = true;
        var client = _stranger.WithSecret();
        var cache = CacheOf(client);
        var first = await _stranger.SignInAsync(client);
        var before = cache();

        for (var i = 0; i < 3; i++)
        {
            await client.AcquireTokenSilent(MailScopes, first.Account).WithForceRefresh(true).ExecuteAsync(Ct);
        }

        Assert.Equal(before, cache());
    }

    [Fact]
    public async Task Expires_in_as_a_string_is_accepted()
    {
        _stranger.Simulator.Settings.ExpiresInAsString = true;

        var result = await _stranger.WithSecret().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

        Assert.True(result.ExpiresOn > TimeProvider.System.GetUtcNow().AddMinutes(50));
    }

    [Theory]
    [InlineData("revoked", 50173)]
    [InlineData("disabled", 50057)]
    [InlineData("deleted", 50034)]
    [InlineData("consent", 65001)]
    [InlineData("idle", 700082)]
    public async Task A_grant_that_ended_needs_the_person_again(string how, int code)
    {
        var client = _stranger.WithSecret();
        var signedIn = await _stranger.SignInAsync(client);
        switch (how)
        {
            case "revoked":
                _stranger.Simulator.Clock.Advance(TimeSpan.FromSeconds(1));
                _stranger.Simulator.Users.Revoke(_stranger.Support);
                break;
            case "disabled":
                _stranger.Support.IsEnabled = false;
                break;
            case "deleted":
                _stranger.Simulator.Users.Delete(_stranger.Support);
                break;
            case "consent":
                _stranger.Simulator.Apps.WithdrawConsent(_stranger.App);
                break;
            default:
                _stranger.Simulator.Clock.Advance(TimeSpan.FromDays(91));
                break;
        }

        await RefusedAsync<MsalUiRequiredException>(
            () => client.AcquireTokenSilent(MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Ct), "invalid_grant", code);
    }

    [Fact]
    public async Task Trouble_of_the_server_is_told_as_such()
    {
        _stranger.Simulator.Faults.Add(new Fault { Path = "*/token", Status = 503, Body = "<html>Service unavailable</html>", ContentType = "text/html" });

        var refused = await Assert.ThrowsAsync<MsalServiceException>(() => _stranger.WithSecret().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct));

        Assert.Equal(("service_not_available", true), (refused.ErrorCode, refused.IsRetryable));
    }

    [Fact]
    public async Task Throttling_is_told_with_its_wait()
    {
        _stranger.Simulator.Faults.Add(new Fault { Path = "*/token", Status = 429, Headers = { ["Retry-After"] = "120" }, Body = "{}" });

        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => _stranger.WithSecret().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct));

        Assert.Equal(429, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(120), refused.Headers.RetryAfter?.Delta);
    }

    /// <summary>What stands in MSAL's cache as the refresh token.</summary>
    private static Func<string> CacheOf(IConfidentialClientApplication client)
    {
        var held = "";
        client.UserTokenCache.SetAfterAccess(access =>
        {
            if (access.HasStateChanged)
            {
                var tokens = (JsonObject)JsonNode.Parse(access.TokenCache.SerializeMsalV3())!["RefreshToken"]!;
                held = tokens.Single().Value!["secret"]!.GetValue<string>();
            }
        });
        return () => held;
    }

    private static async Task RefusedAsync<T>(Func<Task> act, string error, int code)
        where T : MsalServiceException
    {
        var refused = await Assert.ThrowsAnyAsync<T>(act);
        Assert.Equal(error, refused.ErrorCode);
        Assert.Contains($"AADSTS{code}:", refused.Message, StringComparison.Ordinal);
        Assert.Contains(code, JsonNode.Parse(refused.ResponseBody)!["error_codes"]!.AsArray().Select(c => c!.GetValue<int>()));
    }

    private static X509Certificate2 Certificate(DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=help desk", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(from ?? now.AddDays(-1), until ?? now.AddYears(1));
    }
}
