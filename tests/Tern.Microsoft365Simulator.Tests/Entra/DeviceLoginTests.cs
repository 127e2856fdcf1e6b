using System.Net;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>The page where a person enters the code that another screen shows.</summary>
public sealed class DeviceLoginTests : IDisposable
{
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Fact]
    public async Task Answer_tells_the_code_the_page_and_how_often_to_ask()
    {
        var body = await BeginAsync();

        Assert.Equal((900, 5), (body["expires_in"]!.GetValue<int>(), body["interval"]!.GetValue<int>()));
        Assert.Equal("https://login.microsoftonline.com/common/oauth2/deviceauth", Office.Text(body, "verification_uri"));
        Assert.Contains(Office.Text(body, "user_code"), Office.Text(body, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_enters_the_code_chooses_the_account_and_accepts()
    {
        var body = await BeginAsync();
        var code = Office.Text(body, "user_code");

        var empty = await PageAsync();
        var choose = await PageAsync(("code", code.ToLowerInvariant()));
        var confirm = await PageAsync(("code", code), ("account", _office.Support.Id));
        var pending = await PollAsync(body);
        var done = await PageAsync(("code", code), ("account", _office.Support.Id), ("decision", "accept"));
        var tokens = await PollAsync(body);
        var again = await PollAsync(body);

        Assert.Contains("Enter the code displayed", empty, StringComparison.Ordinal);
        Assert.Contains("Contoso Support", choose, StringComparison.Ordinal);
        Assert.Contains("Are you trying to sign in to Help desk?", confirm, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", Office.Text(pending, "error"));
        Assert.Contains("You have signed in to Help desk on your device", done, StringComparison.Ordinal);
        Assert.True(tokens.ContainsKey("refresh_token") && tokens.ContainsKey("id_token"));
        Assert.Equal("bad_verification_code", Office.Text(again, "error"));
    }

    [Fact]
    public async Task Person_declines()
    {
        var body = await BeginAsync();
        await PageAsync(("code", Office.Text(body, "user_code")), ("decision", "decline"));
        Assert.Equal("authorization_declined", Office.Text(await PollAsync(body), "error"));
    }

    [Theory]
    [InlineData("typed wrong", "AADSTS70018")]
    [InlineData("too late", "AADSTS70020")]
    [InlineData("password expired", "AADSTS50055")]
    [InlineData("blocked", "AADSTS53003")]
    [InlineData("needs administrator", "AADSTS90094")]
    public async Task What_stands_against_it_is_shown_on_the_page(string what, string shown)
    {
        var code = Office.Text(await BeginAsync(), "user_code");
        switch (what)
        {
            case "typed wrong":
                code = "BCDFGHJKL";
                break;
            case "too late":
                _office.Time.Advance(TimeSpan.FromMinutes(15));
                break;
            case "password expired":
                _office.Simulator.Users.ChangePassword(_office.Support, PasswordChange.Expires);
                break;
            case "blocked":
                _office.Simulator.Policies.Add(_office.Tenant, PolicyRequirement.Block);
                break;
            default:
                _office.Simulator.Apps.WithdrawConsent(_office.App);
                _office.Tenant.UsersMayConsent = false;
                break;
        }

        Assert.Contains(shown, await PageAsync(("code", code), ("account", _office.Support.Id), ("decision", "accept")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_client_gets_no_code()
    {
        var (status, body) = await _office.AskForTokenAtAsync($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/devicecode", ("client_id", "x"), ("scope", "Mail.Read"));
        Assert.Equal((400, 700016), (status, Office.Aadsts(body)));
    }

    [Fact]
    public void Commands_say_why_they_cannot()
    {
        Assert.Contains("AADSTS70018", Assert.Throws<ArgumentException>(() => _office.Simulator.DeviceCodes.Approve("BCDFGHJKL", _office.Support)).Message, StringComparison.Ordinal);
        Assert.Contains("AADSTS70018", Assert.Throws<ArgumentException>(() => _office.Simulator.DeviceCodes.Decline("BCDFGHJKL")).Message, StringComparison.Ordinal);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> BeginAsync() => (await _office.AskForTokenAtAsync(
        $"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/devicecode", ("client_id", _office.App.ClientId), ("scope", "Mail.ReadWrite openid offline_access"))).Body;

    private async Task<System.Text.Json.Nodes.JsonObject> PollAsync(System.Text.Json.Nodes.JsonObject begun) => (await _office.AskForTokenAsync(
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", _office.App.ClientId), ("client_secret", Office.Secret),
        ("device_code", Office.Text(begun, "device_code")))).Body;

    private async Task<string> PageAsync(params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await _office.Http.PostAsync(new Uri("https://login.microsoftonline.com/common/oauth2/deviceauth"), form, Office.Ct);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Office.Ct));
    }
}
