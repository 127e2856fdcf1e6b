using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Tests.Entra;

public sealed class RedirectUriTests : IDisposable
{
    private const string Desk = "https://desk.example/callback";
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Theory]
    [InlineData("http://desk.example/callback", "localhost only")]
    [InlineData("http://[::1]/callback", "IPv6")]
    [InlineData("https://desk.example/callback#part", "fragment")]
    [InlineData("https://desk.example/a!b", "not allowed")]
    [InlineData("https://desk.example/a(b)", "not allowed")]
    [InlineData("https://*.desk.example/", "not allowed")]
    [InlineData("desk.example/callback", "absolute")]
    [InlineData("msal123://auth", "https is needed")]
    public void Some_cannot_be_registered(string uri, string why)
    {
        var refused = Assert.Throws<ArgumentException>(() => _office.Simulator.Apps.SetRedirectUris(_office.App, web: [uri]));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal([Desk], _office.App.RedirectUris);
    }

    [Theory]
    [InlineData("https://desk.example/callback?a=b")]
    [InlineData("http://localhost:5080/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("https://desk.example")]
    public void Others_can(string uri)
    {
        _office.Simulator.Apps.SetRedirectUris(_office.App, web: [uri]);
        Assert.Equal([uri], _office.App.RedirectUris);
    }

    [Fact]
    public void Native_applications_have_schemes_of_their_own()
    {
        _office.Simulator.Apps.SetRedirectUris(_office.App, native: ["msal123://auth"]);
        Assert.Equal(["msal123://auth"], _office.App.NativeRedirectUris);
    }

    [Fact]
    public void Length_and_number_are_limited()
    {
        var apps = _office.Simulator.Apps;
        var personal = apps.Add(_office.Tenant, "For everybody", allowsPersonalAccounts: true);
        Assert.Throws<ArgumentException>(() => apps.SetRedirectUris(_office.App, web: ["https://desk.example/" + new string('a', 236)]));
        apps.SetRedirectUris(_office.App, web: ["https://desk.example/" + new string('a', 235)]);
        apps.SetRedirectUris(_office.App, web: Many(256));
        Assert.Throws<ArgumentException>(() => apps.SetRedirectUris(_office.App, web: Many(257)));
        apps.SetRedirectUris(personal, web: Many(100));
        Assert.Throws<ArgumentException>(() => apps.SetRedirectUris(personal, web: Many(101)));
        Assert.Throws<ArgumentException>(() => apps.SetRedirectUris(personal, web: ["https://desk.example/?a=b"]));
    }

    [Theory]
    [InlineData("http://localhost/callback", "http://localhost:5081/callback", true)]
    [InlineData("http://localhost:5080/callback", "http://localhost:5081/callback", true)]
    [InlineData("http://localhost:5080/callback", "http://localhost:5080/Callback", false)]
    [InlineData("http://localhost:5080/callback", "http://localhost:5080/other", false)]
    [InlineData("http://127.0.0.1:5080/callback", "http://127.0.0.1:5081/callback", false)]
    [InlineData("https://desk.example/callback", "https://desk.example/callback/", false)]
    [InlineData("https://desk.example/callback", "https://desk.example/CALLBACK", false)]
    [InlineData("https://desk.example/callback", "http://desk.example/callback", false)]
    public async Task Matching_is_exact_but_for_the_port_of_localhost(string registered, string asked, bool fits)
    {
        _office.Simulator.Apps.SetRedirectUris(_office.App, web: [registered]);
        using var answer = await _office.Http.GetAsync(Address(asked), Office.Ct);
        var page = await answer.Content.ReadAsStringAsync(Office.Ct);

        Assert.Equal(fits ? 302 : 400, (int)answer.StatusCode);
        Assert.Equal(!fits, page.Contains("AADSTS50011", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://desk.example", "https://desk.example/?code=")]
    [InlineData("https://desk.example/callback", "https://desk.example/callback?code=")]
    [InlineData("https://desk.example/callback?a=b", "https://desk.example/callback?a=b&code=")]
    public async Task One_without_a_path_comes_back_with_a_slash(string uri, string begins)
    {
        _office.Simulator.Apps.SetRedirectUris(_office.App, web: [uri]);
        using var answer = await _office.Http.GetAsync(Address(uri), Office.Ct);
        Assert.StartsWith(begins, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlatformType.Web, false, true, null)]
    [InlineData(PlatformType.Web, false, false, 7000218)]
    [InlineData(PlatformType.Web, true, true, 9002326)]
    [InlineData(PlatformType.Spa, true, false, null)]
    [InlineData(PlatformType.Spa, false, true, 9002327)]
    [InlineData(PlatformType.Spa, false, false, 7000218)]
    [InlineData(PlatformType.Native, false, false, null)]
    [InlineData(PlatformType.Native, false, true, 700025)]
    public async Task Platform_type_decides_how_a_code_is_redeemed(PlatformType platform, bool fromBrowser, bool withSecret, int? code)
    {
        string[] here = [Desk], none = [];
        _office.Simulator.Apps.SetRedirectUris(
            _office.App, platform == PlatformType.Web ? here : none, platform == PlatformType.Spa ? here : none, platform == PlatformType.Native ? here : none);
        using var answer = await _office.Http.GetAsync(Address(Desk, "&code_challenge=abc"), Office.Ct);
        var query = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        if (fromBrowser)
        {
            _office.Http.DefaultRequestHeaders.Add("Origin", "https://desk.example");
        }

        (string, string)[] secret = withSecret ? [("client_secret", Office.Secret)] : [];
        var (_, body) = await _office.AskForTokenAsync([
            ("grant_type", "authorization_code"), ("client_id", _office.App.ClientId), ("code", query["code"]!), ("redirect_uri", Desk), ("code_verifier", "abc"), .. secret]);

        Assert.Equal(code, body.ContainsKey("error_codes") ? Office.Aadsts(body) : null);
    }

    [Fact]
    public async Task Browser_may_ask_before_it_sends_and_may_read_the_answer()
    {
        using var before = new HttpRequestMessage(HttpMethod.Options, _office.TokenUrl);
        before.Headers.Add("Origin", "https://desk.example");
        before.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var asked = await _office.Http.SendAsync(before, Office.Ct);

        Assert.Equal("https://desk.example", asked.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("content-type", asked.Headers.GetValues("Access-Control-Allow-Headers").Single());

        _office.App.SpaRedirectUris.Add("https://desk.example/page");
        using var page = await _office.Http.GetAsync(Address("https://desk.example/page", "&code_challenge=plain-text"), Office.Ct);
        var code = System.Web.HttpUtility.ParseQueryString(page.Headers.Location!.Query)["code"]!;
        foreach (var status in new[] { 200, 400 })
        {
            using var redeem = new HttpRequestMessage(HttpMethod.Post, _office.TokenUrl)
            {
                Content = new FormUrlEncodedContent(
                [
                    new("grant_type", "authorization_code"), new("client_id", _office.App.ClientId), new("code", code),
                    new("redirect_uri", "https://desk.example/page"), new("code_verifier", "plain-text"),
                ]),
            };
            redeem.Headers.Add("Origin", "https://desk.example");
            using var answer = await _office.Http.SendAsync(redeem, Office.Ct);
            Assert.Equal((status, "https://desk.example"), ((int)answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        }
    }

    private static IEnumerable<string> Many(int count) => Enumerable.Range(0, count).Select(i => $"https://desk.example/{i}");

    private Uri Address(string redirect, string more = "") => new(
        $"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/authorize?client_id={_office.App.ClientId}&response_type=code&scope=Mail.ReadWrite"
        + $"&prompt=none&login_hint=support@contoso.example&redirect_uri={Uri.EscapeDataString(redirect)}{more}");
}
