using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>What ends a refresh token and what does not (refresh-tokens, "Token revocation").</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Theory]
    [InlineData(PasswordChange.Expires, null, null)]
    [InlineData(PasswordChange.ExpiresOnPremises, null, null)]
    [InlineData(PasswordChange.ByUser, null, 50133)]
    [InlineData(PasswordChange.InPortal, null, 50132)]
    [InlineData(PasswordChange.InAdminCenter, 50173, 50173)]
    public async Task Change_of_password_ends_it_or_not(PasswordChange how, int? confidential, int? publicClient)
    {
        var phone = _office.Simulator.Apps.Add(_office.Tenant, "Phone", isPublicClient: true);
        var (desk, other) = (Token(_office.App), Token(phone));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        _office.Simulator.Users.ChangePassword(_office.Support, how);

        Assert.Equal(confidential, await RefusalAsync(_office.App, desk));
        Assert.Equal(publicClient, await RefusalAsync(phone, other));
        if (how is not (PasswordChange.Expires or PasswordChange.ExpiresOnPremises))
        {
            Assert.Null(await RefusalAsync(phone, Token(phone)));
        }
    }

    [Theory]
    [InlineData("revoke", 50173)]
    [InlineData("disable", 50057)]
    [InlineData("delete", 50034)]
    [InlineData("lock", 50053)]
    [InlineData("consent", 65001)]
    [InlineData("principal", 700016)]
    [InlineData("sign-out", null)]
    public async Task Event_ends_it_or_not(string happens, int? code)
    {
        var token = Token(_office.App);
        var simulator = _office.Simulator;
        switch (happens)
        {
            case "revoke":
                simulator.Users.Revoke(_office.Support);
                break;
            case "disable":
                simulator.Users.SetEnabled(_office.Support, false);
                break;
            case "delete":
                simulator.Users.Delete(_office.Support);
                break;
            case "lock":
                _office.Support.IsLocked = true;
                break;
            case "consent":
                simulator.Apps.WithdrawConsent(_office.App);
                break;
            case "principal":
                simulator.Principals.Remove(_office.App, _office.Tenant);
                break;
            default:
                using (await _office.Http.GetAsync(new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/logout"), Office.Ct))
                {
                    break;
                }
        }

        Assert.Equal(code, await RefusalAsync(_office.App, token));
    }

    [Fact]
    public async Task Disabled_account_that_is_enabled_again_goes_on_where_it_was()
    {
        var token = Token(_office.App);
        _office.Simulator.Users.SetEnabled(_office.Support, false);
        Assert.Equal(50057, await RefusalAsync(_office.App, token));
        _office.Simulator.Users.SetEnabled(_office.Support, true);
        Assert.Null(await RefusalAsync(_office.App, token));
    }

    [Fact]
    public async Task Guest_is_revoked_at_home_only()
    {
        var home = _office.Simulator.Tenants.Add("fabrikam");
        var ben = _office.Simulator.Users.Add(home, "ben");
        var guest = _office.Simulator.Users.AddGuest(_office.Tenant, ben);
        var token = _office.Simulator.Grants.IssueRefreshToken(_office.App, guest, "User.Read");
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        _office.Simulator.Users.Revoke(guest);
        Assert.Null(await RefusalAsync(_office.App, token));
        _office.Simulator.Users.Revoke(ben);
        Assert.Equal(50173, await RefusalAsync(_office.App, token));
        Assert.Equal("ben_fabrikam.example#EXT#@contoso.onmicrosoft.com", guest.UserPrincipalName);
        Assert.Throws<ArgumentException>(() => _office.Simulator.Users.AddGuest(_office.Tenant, ben));
    }

    [Theory]
    [InlineData(PolicyRequirement.SignInFrequency, 59, null)]
    [InlineData(PolicyRequirement.SignInFrequency, 60, 70043)]
    [InlineData(PolicyRequirement.SignInEveryTime, 1, 70044)]
    public async Task Sign_in_frequency_counts_from_the_sign_in_and_not_from_the_last_refresh(PolicyRequirement requires, int minutes, int? code)
    {
        var token = Token(_office.App);
        _office.Simulator.Policies.Add(_office.Tenant, requires, every: TimeSpan.FromHours(1));
        if (requires == PolicyRequirement.SignInFrequency)
        {
            // A refresh in between moves nothing.
            _office.Time.Advance(TimeSpan.FromMinutes(minutes / 2));
            Assert.Null(await RefusalAsync(_office.App, token));
            minutes -= minutes / 2;
        }

        _office.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(code, await RefusalAsync(_office.App, token));
    }

    [Fact]
    public async Task Policy_holds_for_its_people_its_applications_and_its_places_only()
    {
        var anna = _office.Simulator.Users.Add(_office.Tenant, "anna");
        var other = _office.Simulator.Apps.Add(_office.Tenant, "Other");
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.Block, users: [anna]);
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.Block, apps: [other]);
        _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.Block, exceptNetworks: ["203.0.113.0/24"]);

        Assert.Null(await RefusalAsync(_office.App, Token(_office.App)));
        Assert.Equal(53003, await RefusalAsync(_office.App, _office.Simulator.Grants.IssueRefreshToken(_office.App, anna, "Mail.ReadWrite")));
        _office.Simulator.Settings.ClientAddress = "198.51.100.7";
        Assert.Equal(53003, await RefusalAsync(_office.App, Token(_office.App)));
    }

    [Fact]
    public void Policy_that_makes_no_sense_cannot_be_added()
    {
        Assert.Throws<ArgumentException>(() => _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.SignInFrequency));
        Assert.Throws<ArgumentException>(() => _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.Block, exceptNetworks: ["here"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loop_is_counted_only_where_it_is_switched_on_and_ends_with_its_window(bool isOn)
    {
        _office.Simulator.Settings.LoopLimit = isOn ? 2 : null;
        var token = Token(_office.App);
        await RefusalAsync(_office.App, token);
        await RefusalAsync(_office.App, token);

        Assert.Equal(isOn ? 50196 : null, await RefusalAsync(_office.App, token));
        Assert.Null(await RefusalAsync(_office.App, _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.Send")));
        _office.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await RefusalAsync(_office.App, token));
    }

    [Fact]
    public async Task Throttled_tenant_is_told_how_long_to_wait()
    {
        _office.Tenant.TokenRequestLimit = 1;
        await _office.AskForAppTokenAsync();
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var refused = await _office.Http.PostAsync(new Uri(_office.TokenUrl), form, Office.Ct);

        Assert.Equal((429, TimeSpan.FromMinutes(2)), ((int)refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        _office.Time.Advance(TimeSpan.FromSeconds(119));
        using var early = await _office.Http.PostAsync(new Uri(_office.TokenUrl), form, Office.Ct);
        Assert.Equal((429, TimeSpan.FromSeconds(1)), ((int)early.StatusCode, early.Headers.RetryAfter!.Delta));
        _office.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
    }

    [Fact]
    public async Task Throttled_client_is_refused_in_every_tenant_and_no_other_client_is()
    {
        var other = _office.Simulator.Apps.Add(_office.Tenant, "Other");
        _office.Simulator.Apps.AddSecret(other, Office.Secret, Office.Start.AddYears(1));
        var fabrikam = _office.Simulator.Tenants.Add("fabrikam");
        _office.App.IsMultiTenant = true;
        _office.Simulator.Apps.GrantAdminConsent(_office.App, fabrikam);
        var changed = _office.Simulator.Handle(new SimulatedRequest(
            "PATCH", "http://sim", $"/_sim/apps/{_office.App.ClientId}", new Dictionary<string, string>(), """{"tokenRequestLimit":1}"""u8.ToArray()));
        Assert.Equal((200, 1), (changed.Status, _office.App.TokenRequestLimit));

        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
        var (status, body) = await _office.AskForTokenAtAsync(
            $"https://login.microsoftonline.com/{fabrikam.Id}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"), ("client_id", _office.App.ClientId), ("client_secret", Office.Secret), ("scope", Office.GraphScope));
        var (ofOther, _) = await _office.AskForTokenAsync(
            ("grant_type", "client_credentials"), ("client_id", other.ClientId), ("client_secret", Office.Secret), ("scope", Office.GraphScope));
        Assert.Equal((429, 90055, 200), (status, Office.Aadsts(body), ofOther));

        _office.App.TokenRequestLimit = null;
        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
    }

    [Fact]
    public async Task Wait_does_not_outlast_a_clock_that_is_put_back()
    {
        _office.Tenant.TokenRequestLimit = 1;
        await _office.AskForAppTokenAsync();
        Assert.Equal(429, (await _office.AskForAppTokenAsync()).Status);
        _office.Simulator.Clock.Drive(Office.Start.AddHours(-1));
        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
    }

    [Fact]
    public async Task Trouble_of_the_directory_is_over_by_itself()
    {
        _office.Simulator.Entra.SetTrouble(EntraTrouble.DirectoryUnavailable, TimeSpan.FromMinutes(10));
        var (status, body) = await _office.AskForAppTokenAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((503, "temporarily_unavailable", 90033), (status, Office.Text(body, "error"), Office.Aadsts(body)));
        Assert.Equal(200, (await _office.AskForAppTokenAsync()).Status);
    }

    [Theory]
    [InlineData("Restrict-Access-To-Tenants", "fabrikam.example, other.example", 500021)]
    [InlineData("Restrict-Access-To-Tenants", "other.example,contoso.example", null)]
    [InlineData("sec-Restrict-Tenant-Access-Policy", "11111111-0000-0000-0000-000000000000:22222222-0000-0000-0000-000000000000", 500022)]
    [InlineData("sec-Restrict-Tenant-Access-Policy", "restrict-msa", null)]
    public async Task Proxy_can_restrict_tenants_by_a_header(string name, string value, int? code)
    {
        _office.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        var (_, body) = await _office.AskForAppTokenAsync();
        Assert.Equal(code, body.ContainsKey("error_codes") ? Office.Aadsts(body) : null);
    }

    private string Token(AppRegistration app) => _office.Simulator.Grants.IssueRefreshToken(app, _office.Support, "Mail.ReadWrite");

    private async Task<int?> RefusalAsync(AppRegistration app, string token)
    {
        (string, string)[] secret = app.IsPublicClient ? [] : [("client_secret", Office.Secret)];
        var (status, body) = await _office.AskForTokenAsync([("grant_type", "refresh_token"), ("client_id", app.ClientId), ("refresh_token", token), .. secret]);
        return status == 200 ? null : Office.Aadsts(body);
    }
}
