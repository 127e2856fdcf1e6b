using System.Security.Cryptography;
using Microsoft.Identity.Client;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Tests.Strangers.Refusals;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>MSAL.NET comes to its tokens by the less usual ways.</summary>
public sealed class MsalGrantTests : IDisposable
{
    private readonly Stranger _stranger = new();

    public void Dispose() => _stranger.Dispose();

    [Fact]
    public async Task Device_code_is_accepted_at_another_screen()
    {
        _stranger.Simulator.Settings.DeviceCodeInterval = TimeSpan.FromSeconds(1);
        var shown = "";

        var result = await _stranger.PublicClient().Build().AcquireTokenWithDeviceCode(MailScopes, async code =>
        {
            shown = code.Message;
            // The person types it, chooses the account and accepts.
            foreach (var (name, value) in new[] { ("first", ""), ("account", _stranger.Support.Id), ("decision", "accept") })
            {
                using var form = new FormUrlEncodedContent([new("code", code.UserCode), new("account", _stranger.Support.Id), new(name, value)]);
                using var page = await _stranger.GetHttpClient().PostAsync(new Uri(code.VerificationUrl), form, Ct);
            }
        }).ExecuteAsync(Ct);

        Assert.Contains("enter the code", shown, StringComparison.Ordinal);
        Assert.Equal(_stranger.Support.Id, result.UniqueId);
    }

    [Fact]
    public async Task Device_code_can_be_approved_by_command()
    {
        _stranger.Simulator.Settings.DeviceCodeInterval = TimeSpan.FromSeconds(1);
        var client = _stranger.PublicClient().Build();

        var result = await client.AcquireTokenWithDeviceCode(MailScopes, code =>
        {
            _stranger.Simulator.DeviceCodes.Approve(code.UserCode, _stranger.Support);
            return Task.CompletedTask;
        }).ExecuteAsync(Ct);
        var silent = await client.AcquireTokenSilent(MailScopes, result.Account).WithForceRefresh(true).ExecuteAsync(Ct);

        Assert.Equal(TokenSource.IdentityProvider, silent.AuthenticationResultMetadata.TokenSource);
    }

    [Fact]
    public async Task Device_code_that_is_declined_is_refused()
    {
        _stranger.Simulator.Settings.DeviceCodeInterval = TimeSpan.FromSeconds(1);

        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => _stranger.PublicClient().Build().AcquireTokenWithDeviceCode(MailScopes, code =>
        {
            _stranger.Simulator.DeviceCodes.Decline(code.UserCode);
            return Task.CompletedTask;
        }).ExecuteAsync(Ct));

        Assert.Equal("authorization_declined", refused.ErrorCode);
    }

    [Fact]
    public async Task Device_code_that_ran_out_is_refused()
    {
        _stranger.Simulator.Settings.DeviceCodeInterval = TimeSpan.FromSeconds(1);

        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => _stranger.PublicClient().Build().AcquireTokenWithDeviceCode(MailScopes, _ =>
        {
            _stranger.Simulator.Clock.Advance(TimeSpan.FromMinutes(16));
            return Task.CompletedTask;
        }).ExecuteAsync(Ct));

        Assert.Equal("expired_token", refused.ErrorCode);
        Assert.Contains("AADSTS70020", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_signs_in_in_a_window_of_a_desktop_application()
    {
        var result = await _stranger.InteractAsync(_stranger.PublicClient().Build(), _stranger.Accept());

        Assert.Equal("support@contoso.example", result.Account.Username);
        Assert.All(MailScopes, scope => Assert.Contains(scope, result.Scopes));
    }

    [Fact]
    public async Task Assertion_of_another_issuer_is_as_good_as_a_secret()
    {
        using var key = RSA.Create(2048);
        _stranger.Simulator.Issuers.AddKey("https://issuer.example", key.ExportSubjectPublicKeyInfo());
        _stranger.Simulator.Apps.AddFederatedCredential(_stranger.App, "https://issuer.example", "system:desk");
        var assertion = Assertion.Sign(key, Assertion.Claims("https://issuer.example", "system:desk", FederatedCredential.UsualAudience));

        var result = await _stranger.Client().WithClientAssertion((AssertionRequestOptions _) => Task.FromResult(assertion)).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

        Assert.NotEmpty(result.AccessToken);
    }

    [Fact]
    public async Task Assertion_signed_by_a_key_that_is_not_the_issuers_is_refused()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        _stranger.Simulator.Issuers.AddKey("https://issuer.example", key.ExportSubjectPublicKeyInfo());
        _stranger.Simulator.Apps.AddFederatedCredential(_stranger.App, "https://issuer.example", "system:desk");
        var assertion = Assertion.Sign(other, Assertion.Claims("https://issuer.example", "system:desk", FederatedCredential.UsualAudience));

        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => _stranger.Client()
            .WithClientAssertion((AssertionRequestOptions _) => Task.FromResult(assertion)).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct));

        Assert.Contains("AADSTS700027", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RS256_under_the_old_thumbprint_is_still_taken()
    {
        using var certificate = Assertion.Certificate();
        _stranger.Simulator.Apps.AddCertificate(_stranger.App, certificate.RawData);
        var assertion = Assertion.Sign(certificate, Assertion.Claims(_stranger.App.ClientId, _stranger.App.ClientId, $"{_stranger.Authority}/oauth2/v2.0/token"));

        var result = await _stranger.Client().WithClientAssertion((AssertionRequestOptions _) => Task.FromResult(assertion)).Build().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct);

        Assert.NotEmpty(result.AccessToken);
    }

    [Fact]
    public async Task Discovery_may_stay_switched_on()
    {
        var client = ConfidentialClientApplicationBuilder.Create(_stranger.App.ClientId)
            .WithAuthority(_stranger.Authority)
            .WithClientSecret(Secret)
            .WithHttpClientFactory(_stranger)
            .Build();

        Assert.NotEmpty((await client.AcquireTokenForClient(AppScopes).ExecuteAsync(Ct)).AccessToken);
    }

    [Fact]
    public async Task Authority_can_be_found_by_OpenID_metadata()
    {
        var client = ConfidentialClientApplicationBuilder.Create(_stranger.App.ClientId)
            .WithOidcAuthority($"{_stranger.Authority}/v2.0")
            .WithClientSecret(Secret)
            .WithHttpClientFactory(_stranger)
            .Build();

        Assert.NotEmpty((await client.AcquireTokenForClient(AppScopes).ExecuteAsync(Ct)).AccessToken);
    }

    [Fact]
    public async Task Multi_tenant_application_signs_people_in_through_common()
    {
        _stranger.App.IsMultiTenant = true;

        var result = await _stranger.SignInAsync(_stranger.Client(authority: "https://login.microsoftonline.com/common").WithClientSecret(Secret).Build());

        Assert.Equal(_stranger.Tenant.Id, result.TenantId);
    }

    [Fact]
    public async Task One_sign_in_gives_tokens_for_several_resources()
    {
        string[] imap = ["https://outlook.office.com/IMAP.AccessAsUser.All"];
        var client = _stranger.WithSecret();
        var address = await client.GetAuthorizationRequestUrl(MailScopes).WithExtraScopesToConsent(imap).WithRedirectUri(Redirect).WithPkce(out var verifier).ExecuteAsync(Ct);
        var back = await _stranger.AcceptAsync(address, _stranger.Support);
        var mail = await client.AcquireTokenByAuthorizationCode(MailScopes, back!["code"]).WithPkceCodeVerifier(verifier).ExecuteAsync(Ct);

        var other = await client.AcquireTokenSilent(imap, mail.Account).ExecuteAsync(Ct);

        Assert.Equal(imap, other.Scopes.Where(s => s.StartsWith("https://", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(NationalCloud.UsGovernment, "login.microsoftonline.us", "graph.microsoft.us")]
    [InlineData(NationalCloud.UsGovernmentDod, "login.microsoftonline.us", "dod-graph.microsoft.us")]
    [InlineData(NationalCloud.China, "login.chinacloudapi.cn", "microsoftgraph.chinacloudapi.cn")]
    [InlineData(NationalCloud.China, "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn")]
    public async Task National_cloud_has_hosts_of_its_own(NationalCloud cloud, string login, string graph)
    {
        var tenant = _stranger.Simulator.Tenants.Add("elsewhere", cloud: cloud);
        var app = _stranger.Simulator.Apps.Add(tenant, "Desk", applicationPermissions: ["User.Read.All"]);
        _stranger.Simulator.Apps.AddSecret(app, Secret, TimeProvider.System.GetUtcNow().AddYears(1));
        _stranger.Simulator.Apps.GrantAdminConsent(app);
        var client = _stranger.Client(app.ClientId, $"https://{login}/{tenant.Id}").WithClientSecret(Secret).Build();

        var token = await client.AcquireTokenForClient([$"https://{graph}/.default"]).ExecuteAsync(Ct);
        var foreign = await Assert.ThrowsAnyAsync<MsalServiceException>(() => client.AcquireTokenForClient(AppScopes).ExecuteAsync(Ct));
        var unregistered = await Assert.ThrowsAnyAsync<MsalServiceException>(() => _stranger.Client(authority: $"https://{login}/{tenant.Id}")
            .WithClientSecret(Secret).Build().AcquireTokenForClient([$"https://{graph}/.default"]).ExecuteAsync(Ct));
        using var http = new HttpClient(new SimulatorHttpHandler(_stranger.Simulator, TimeProvider.System));
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.AccessToken);
        using var here = await http.GetAsync(new Uri($"https://{graph}/v1.0/users"), Ct);
        using var there = await http.GetAsync(new Uri("https://graph.microsoft.com/v1.0/users"), Ct);

        Assert.Contains("AADSTS500011", foreign.Message, StringComparison.Ordinal);
        Assert.Contains("AADSTS700016", unregistered.Message, StringComparison.Ordinal);
        Assert.Equal((200, 401), ((int)here.StatusCode, (int)there.StatusCode));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("mark")]
    [InlineData("string")]
    [InlineData("refreshIn")]
    public async Task Odd_answers_are_understood(string oddity)
    {
        var settings = _stranger.Simulator.Settings;
        (settings.UnknownFields, settings.ByteOrderMark, settings.ExpiresInAsString, settings.AlwaysRefreshIn) = (oddity == "unknown", oddity == "mark", oddity == "string", oddity == "refreshIn");

        var result = await _stranger.SignInAsync(_stranger.WithSecret());

        Assert.Equal(oddity == "refreshIn", result.AuthenticationResultMetadata.RefreshOn is not null);
        Assert.NotEmpty(result.AccessToken);
    }

    [Fact]
    public async Task Without_scope_in_the_answer_the_sign_in_works_all_the_same()
    {
        _stranger.Simulator.Settings.OmitScope = true;

        Assert.NotEmpty((await _stranger.SignInAsync(_stranger.WithSecret())).AccessToken);
    }

    [Fact]
    public async Task Page_of_a_captive_portal_is_no_token()
    {
        _stranger.Simulator.Settings.CaptivePortal = true;

        // MSAL does not even make an error of its own of it.
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => _stranger.WithSecret().AcquireTokenForClient(AppScopes).ExecuteAsync(Ct));
    }

    [Fact]
    public async Task With_strict_rotation_a_refresh_token_is_good_once()
    {
        _stranger.Simulator.Settings.StrictRotation = true;
        var token = _stranger.Simulator.Grants.IssueRefreshToken(_stranger.App, _stranger.Support, MailScopes);
        var client = (IByRefreshToken)_stranger.WithSecret();
        await client.AcquireTokenByRefreshToken(MailScopes, token).ExecuteAsync(Ct);

        var refused = await Assert.ThrowsAsync<MsalUiRequiredException>(() => client.AcquireTokenByRefreshToken(MailScopes, token).ExecuteAsync(Ct));

        Assert.Contains("AADSTS70000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_factor_asked_for_is_given_in_the_window_with_the_claims_of_the_refusal()
    {
        var client = _stranger.PublicClient().Build();
        var first = await _stranger.InteractAsync(client, _stranger.Accept());
        _stranger.Simulator.Policies.Add(_stranger.Tenant, PolicyRequirement.MultiFactor);
        var refused = await Assert.ThrowsAsync<MsalClaimsChallengeException>(() => client.AcquireTokenSilent(MailScopes, first.Account).WithForceRefresh(true).ExecuteAsync(Ct));

        var second = await _stranger.InteractAsync(client, [.. _stranger.Accept(), ("claims", refused.Claims), ("factor", "enrolled")]);
        var silent = await client.AcquireTokenSilent(MailScopes, second.Account).WithForceRefresh(true).ExecuteAsync(Ct);

        Assert.Equal(UiRequiredExceptionClassification.BasicAction, refused.Classification);
        Assert.Contains("capolids", refused.Claims, StringComparison.Ordinal);
        Assert.NotEmpty(silent.AccessToken);
    }

    [Fact]
    public async Task A_single_page_redeems_its_code_from_the_browser_without_a_credential()
    {
        const string page = "https://desk.example/page";
        _stranger.Simulator.Apps.SetRedirectUris(_stranger.App, spa: [page]);
        _stranger.GetHttpClient().DefaultRequestHeaders.Add("Origin", "https://desk.example");
        var client = _stranger.PublicClient(_stranger.App, redirect: page).Build();

        var signedIn = await _stranger.InteractAsync(client, _stranger.Accept());
        _stranger.Simulator.Clock.Advance(TimeSpan.FromHours(23));
        var renewed = await client.AcquireTokenSilent(MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Ct);

        Assert.NotEmpty(renewed.AccessToken);
    }
}
