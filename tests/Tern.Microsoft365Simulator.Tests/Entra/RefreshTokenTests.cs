namespace Tern.Microsoft365Simulator.Tests.Entra;

public sealed class RefreshTokenTests : IDisposable
{
    private readonly Office _office = new();
    private readonly string _first;

    public RefreshTokenTests() =>
        _first = _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.ReadWrite", "offline_access");

    public void Dispose() => _office.Dispose();

    [Fact]
    public async Task Old_token_stays_good_after_it_was_exchanged()
    {
        await _office.RefreshAsync(_first);
        Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
    }

    [Fact]
    public async Task Strict_rotation_kills_the_old_token()
    {
        _office.Simulator.Settings.StrictRotation = true;
        var (_, body) = await _office.RefreshAsync(_first);

        await IsRefusedAsync(70000, _first);
        Assert.Equal(200, (await _office.RefreshAsync(Office.Text(body, "refresh_token"))).Status);
    }

    [Fact]
    public async Task Token_idle_for_90_days_is_dead()
    {
        var idle = Office.Text((await _office.RefreshAsync(_first)).Body, "refresh_token");
        _office.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
        _office.Time.Advance(TimeSpan.FromSeconds(1));
        await IsRefusedAsync(700082, idle);
        _office.Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(2));
        Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
        _office.Time.Advance(TimeSpan.FromDays(90));
        await IsRefusedAsync(700082, _first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_in_use_lives_on_without_an_end(bool isRotationStrict)
    {
        _office.Simulator.Settings.OmitRefreshToken = true;
        _office.Simulator.Settings.StrictRotation = isRotationStrict;
        for (var day = 9; day < 360; day += 9)
        {
            _office.Time.Advance(TimeSpan.FromDays(9));
            Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
        }
    }

    [Fact]
    public async Task Use_that_was_refused_keeps_no_token_alive()
    {
        _office.Time.Advance(TimeSpan.FromDays(60));
        _office.Support.IsEnabled = false;
        await IsRefusedAsync(50057, _first);
        _office.Support.IsEnabled = true;
        _office.Time.Advance(TimeSpan.FromDays(30));
        await IsRefusedAsync(700082, _first);
    }

    [Fact]
    public async Task Grant_is_forgotten_long_after_its_last_token_ended_and_its_tokens_still_say_so()
    {
        _office.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
        _office.Time.Advance(TimeSpan.FromDays(180) - TimeSpan.FromSeconds(1));
        _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.ReadWrite");
        Assert.Equal(2, _office.Simulator.Grants.All.Count);
        await IsRefusedAsync(700082, _first);

        _office.Time.Advance(TimeSpan.FromSeconds(1));
        _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.ReadWrite");
        Assert.Equal(2, _office.Simulator.Grants.All.Count);
        await IsRefusedAsync(700082, _first);
        _office.Time.Advance(TimeSpan.FromDays(100));
        await IsRefusedAsync(700082, _first);
    }

    [Fact]
    public async Task Only_the_latest_uses_of_a_grant_are_remembered()
    {
        var token = _first;
        for (var hour = 0; hour < 100; hour++)
        {
            _office.Time.Advance(TimeSpan.FromHours(1));
            token = Office.Text((await _office.RefreshAsync(token)).Body, "refresh_token");
        }

        Assert.Equal(20, Assert.Single(_office.Simulator.Grants.All).TokenUses.Count);
    }

    [Fact]
    public async Task Token_of_another_client_is_refused()
    {
        var other = _office.Simulator.Apps.Add(_office.Tenant, "Other", delegatedPermissions: ["Mail.ReadWrite"]);
        _office.Simulator.Apps.AddSecret(other, Office.Secret, _office.Time.GetUtcNow().AddYears(1));
        _office.Simulator.Apps.GrantAdminConsent(other);

        var (status, body) = await _office.AskForTokenAsync(
            ("grant_type", "refresh_token"), ("client_id", other.ClientId), ("client_secret", Office.Secret), ("refresh_token", _first));

        Assert.Equal((400, 70000, "client_mismatch"), (status, Office.Aadsts(body), Office.Text(body, "suberror")));
        Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
    }

    [Fact]
    public async Task Refusals_name_the_dates_they_go_by()
    {
        _office.Time.Advance(TimeSpan.FromDays(1));
        _office.Simulator.Users.Revoke(_office.Support);
        var revoked = Office.Text((await _office.RefreshAsync(_first)).Body, "error_description");
        _office.Support.TokensValidFrom = null;
        _office.Time.Advance(TimeSpan.FromDays(90));
        var idle = Office.Text((await _office.RefreshAsync(_first)).Body, "error_description");

        Assert.Contains("TokensValidFrom", revoked, StringComparison.Ordinal);
        Assert.Contains("2026-03-03", revoked, StringComparison.Ordinal);
        Assert.Contains("2026-03-02", idle, StringComparison.Ordinal);
        Assert.Contains("90.00:00:00", idle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_of_refreshes_lives_for_years()
    {
        var token = _first;
        for (var month = 0; month < 36; month++)
        {
            _office.Simulator.Settings.RefreshTokenLife = TimeSpan.FromDays(90);
            _office.Simulator.Apps.AddSecret(_office.App, Office.Secret, _office.Time.GetUtcNow().AddYears(1));
            _office.Time.Advance(TimeSpan.FromDays(30));
            var (status, body) = await _office.RefreshAsync(token);
            Assert.Equal(200, status);
            token = Office.Text(body, "refresh_token");
        }
    }

    [Fact]
    public async Task Revoked_sessions_kill_the_grant_and_a_new_sign_in_works()
    {
        _office.Simulator.Users.Revoke(_office.Support);
        await IsRefusedAsync(50173, _first);

        var second = _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.ReadWrite");

        Assert.Equal(200, (await _office.RefreshAsync(second)).Status);
    }

    [Fact]
    public async Task Disabled_user_can_refresh_again_once_enabled()
    {
        _office.Support.IsEnabled = false;
        await IsRefusedAsync(50057, _first);
        _office.Support.IsEnabled = true;

        Assert.Equal(200, (await _office.RefreshAsync(_first)).Status);
    }

    [Fact]
    public async Task Deleted_user_is_not_found()
    {
        _office.Simulator.Users.Delete(_office.Support);
        await IsRefusedAsync(50034, _first);
    }

    [Fact]
    public async Task Withdrawn_consent_is_missing_at_the_next_refresh()
    {
        _office.Simulator.Apps.WithdrawConsent(_office.App);

        var (status, body) = await _office.RefreshAsync(_first);

        Assert.Equal((400, 65001, "consent_required"), (status, Office.Aadsts(body), Office.Text(body, "suberror")));
    }

    [Fact]
    public async Task Scope_that_was_never_consented_is_refused() =>
        Assert.Equal(65001, Office.Aadsts((await _office.RefreshAsync(_first, "Calendars.Read")).Body));

    [Fact]
    public async Task Scopes_of_two_resources_do_not_fit_one_token() =>
        Assert.Equal(700022, Office.Aadsts((await _office.RefreshAsync(_first, "Mail.ReadWrite https://outlook.office.com/SMTP.Send")).Body));

    [Fact]
    public async Task Garbled_token_is_refused() => await IsRefusedAsync(70000, _first[..^2] + "xx");

    [Fact]
    public async Task Removed_application_is_not_found()
    {
        _office.Simulator.Apps.Remove(_office.App);
        var (status, body) = await _office.RefreshAsync(_first);
        Assert.Equal((400, "unauthorized_client", 700016), (status, Office.Text(body, "error"), Office.Aadsts(body)));
    }

    [Fact]
    public async Task Answer_without_a_refresh_token_can_be_switched_on()
    {
        _office.Simulator.Settings.OmitRefreshToken = true;
        Assert.False((await _office.RefreshAsync(_first)).Body.ContainsKey("refresh_token"));
    }

    private async Task IsRefusedAsync(int code, string token)
    {
        var (status, body) = await _office.RefreshAsync(token);
        Assert.Equal((400, "invalid_grant", code), (status, Office.Text(body, "error"), Office.Aadsts(body)));
    }
}
