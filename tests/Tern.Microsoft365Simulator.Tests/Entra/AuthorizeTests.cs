using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tern.Microsoft365Simulator.Tests.Entra;

public sealed class AuthorizeTests : IDisposable
{
    private const string Verifier = "0123456789-0123456789-0123456789-0123456789";
    private const string Redirect = "https://desk.example/callback";
    private readonly Office _office = new();

    public AuthorizeTests() => _office.Simulator.Apps.WithdrawConsent(_office.App);

    public void Dispose() => _office.Dispose();

    private string Url => $"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/authorize";

    [Fact]
    public async Task Person_chooses_an_account_consents_and_comes_back_with_a_code_for_one_use()
    {
        var choose = await PageAsync(Fields());
        var consent = await PostAsync(Fields(("account", _office.Support.Id)));
        var back = await PostAsync(Fields(("account", _office.Support.Id), ("decision", "accept")));
        var query = Back(back);
        var first = await RedeemAsync(query["code"]!);
        var second = await RedeemAsync(query["code"]!);

        Assert.Contains("Pick an account", choose.Body, StringComparison.Ordinal);
        Assert.Contains("Read and write access to your mail", consent.Body, StringComparison.Ordinal);
        Assert.Equal((302, "s1"), (back.Status, query["state"]));
        Assert.Equal(200, first.Status);
        Assert.Equal(54005, Office.Aadsts(second.Body));
    }

    [Fact]
    public async Task Consent_once_given_is_not_asked_for_again_unless_prompted()
    {
        await CodeAsync();

        Assert.Equal(302, (await PostAsync(Fields(("account", _office.Support.Id)))).Status);
        Assert.Equal(200, (await PostAsync(Fields(("account", _office.Support.Id), ("prompt", "consent")))).Status);
    }

    [Fact]
    public async Task Id_token_is_valid_for_another_librarys_eyes()
    {
        var (_, body) = await RedeemAsync(await CodeAsync());
        var (_, keys) = await _office.GetAsync($"https://login.microsoftonline.com/{_office.Tenant.Id}/discovery/v2.0/keys");

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(Office.Text(body, "id_token"), new TokenValidationParameters
        {
            ValidAudience = _office.App.ClientId,
            ValidIssuer = $"https://login.microsoftonline.com/{_office.Tenant.Id}/v2.0",
            IssuerSigningKeys = new JsonWebKeySet(keys.ToJsonString()).GetSigningKeys(),
            LifetimeValidator = (from, until, _, _) => from <= Office.Start.UtcDateTime && until > Office.Start.UtcDateTime,
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(_office.Support.Id, result.Claims["oid"]);
        Assert.Equal(Office.Start.AddMinutes(60).UtcDateTime, result.SecurityToken.ValidTo);
        Assert.Equal("n1", result.Claims["nonce"]);
        Assert.Equal("support@contoso.example", result.Claims["preferred_username"]);
    }

    [Theory]
    [InlineData("another-verifier-another-verifier-another-verifier", 501481)]
    [InlineData(null, 501481)]
    public async Task Code_needs_the_verifier_of_its_challenge(string? verifier, int code) =>
        Assert.Equal(code, Office.Aadsts((await RedeemAsync(await CodeAsync(), verifier)).Body));

    [Fact]
    public async Task Code_dies_after_ten_minutes()
    {
        var code = await CodeAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(70008, Office.Aadsts((await RedeemAsync(code)).Body));
    }

    [Fact]
    public async Task Codes_are_forgotten_an_hour_after_their_end()
    {
        await RedeemAsync(await CodeAsync());
        await CodeAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(69));
        await CodeAsync();
        Assert.Equal(3, _office.Simulator.World.State.Codes.Count);
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        await CodeAsync();
        Assert.Equal(2, _office.Simulator.World.State.Codes.Count);
    }

    [Fact]
    public async Task Redirect_URI_has_to_be_the_same_at_redemption() =>
        Assert.Equal(50011, Office.Aadsts((await RedeemAsync(await CodeAsync(), redirect: Redirect + "/")).Body));

    [Theory]
    [InlineData("redirect_uri", "https://desk.example/callback/", "AADSTS50011")]
    [InlineData("redirect_uri", "https://desk.example/Callback", "AADSTS50011")]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000001", "AADSTS700016")]
    public async Task Trouble_with_the_application_stays_on_the_page(string field, string value, string shown)
    {
        var page = await PageAsync(Fields((field, value)));

        Assert.Equal(400, page.Status);
        Assert.Contains(shown, page.Body, StringComparison.Ordinal);
        Assert.Null(page.Location);
    }

    [Fact]
    public async Task Unknown_tenant_stays_on_the_page()
    {
        using var response = await _office.Http.GetAsync(new Uri("https://login.microsoftonline.com/nobody.example/oauth2/v2.0/authorize?client_id=x"), Office.Ct);
        Assert.Contains("AADSTS90002", await response.Content.ReadAsStringAsync(Office.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_comes_back_as_access_denied()
    {
        var query = Back(await PostAsync(Fields(("decision", "cancel"))));
        Assert.Equal(("access_denied", "cancel", "s1"), (query["error"], query["error_subcode"], query["state"]));
    }

    [Fact]
    public async Task Silent_sign_in_tells_what_is_missing()
    {
        var nobody = Back(await PageAsync(Fields(("prompt", "none"))));
        var unconsented = Back(await PageAsync(Fields(("prompt", "none"), ("login_hint", "support@contoso.example"))));
        await CodeAsync();
        var fine = Back(await PageAsync(Fields(("prompt", "none"), ("login_hint", "support@contoso.example"))));

        Assert.Equal("login_required", nobody["error"]);
        Assert.Equal("consent_required", unconsented["error"]);
        Assert.NotNull(fine["code"]);
    }

    [Fact]
    public async Task Tenant_that_manages_consent_sends_people_to_their_administrator()
    {
        _office.Tenant.UsersMayConsent = false;
        var refused = await PostAsync(Fields(("account", _office.Support.Id), ("decision", "accept")));
        using var form = new FormUrlEncodedContent([new("client_id", _office.App.ClientId), new("redirect_uri", Redirect), new("state", "a"), new("decision", "accept")]);
        using var consented = await _office.Http.PostAsync(new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/adminconsent"), form, Office.Ct);

        Assert.Contains("Need admin approval", refused.Body, StringComparison.Ordinal);
        Assert.Contains($"admin_consent=True&tenant={_office.Tenant.Id}&state=a", consented.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(302, (await PostAsync(Fields(("account", _office.Support.Id)))).Status);
    }

    [Fact]
    public async Task Form_post_answers_with_a_form_that_needs_no_script()
    {
        var page = await PostAsync(Fields(("account", _office.Support.Id), ("decision", "accept"), ("response_mode", "form_post")));
        Assert.Contains($"action=\"{Redirect}\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    private static System.Collections.Specialized.NameValueCollection Back((int Status, string Body, Uri? Location) answer) =>
        System.Web.HttpUtility.ParseQueryString(answer.Location!.Query);

    private async Task<string> CodeAsync() =>
        Back(await PostAsync(Fields(("account", _office.Support.Id), ("decision", "accept"))))["code"]!;

    private Task<(int Status, System.Text.Json.Nodes.JsonObject Body)> RedeemAsync(string code, string? verifier = Verifier, string redirect = Redirect) =>
        _office.AskForTokenAsync([
            ("grant_type", "authorization_code"), ("client_id", _office.App.ClientId), ("client_secret", Office.Secret), ("code", code), ("redirect_uri", redirect),
            .. verifier is null ? Array.Empty<(string, string)>() : [("code_verifier", verifier)]]);

    private Dictionary<string, string> Fields(params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = _office.App.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
            ["scope"] = "openid offline_access Mail.ReadWrite Mail.Send",
            ["state"] = "s1",
            ["nonce"] = "n1",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in more)
        {
            fields[name] = value;
        }

        return fields;
    }

    private async Task<(int Status, string Body, Uri? Location)> PageAsync(Dictionary<string, string> fields)
    {
        using var response = await _office.Http.GetAsync(new Uri($"{Url}?{string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"))}"), Office.Ct);
        return ((int)response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Office.Ct)), response.Headers.Location);
    }

    private async Task<(int Status, string Body, Uri? Location)> PostAsync(Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var response = await _office.Http.PostAsync(new Uri(Url), form, Office.Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Office.Ct), response.Headers.Location);
    }
}
