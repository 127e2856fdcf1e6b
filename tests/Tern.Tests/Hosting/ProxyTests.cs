using System.Net;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Hosting;

/// <summary>Whom Tern believes about https: the proxies that the settings name, and nobody else.</summary>
public sealed class ProxyTests(ProxyTests.KnownProxy known, ProxyTests.UnknownProxy unknown) : IClassFixture<ProxyTests.KnownProxy>, IClassFixture<ProxyTests.UnknownProxy>
{
    private const string PublicUrl = "https://desk.example";
    private static readonly (string Name, string Value) Visitor = ("X-Forwarded-For", "203.0.113.9");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proxy_that_the_settings_name_is_believed_about_https_and_about_nothing_else()
    {
        await known.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);

        var (status, page, cookies, _) = await GetAsync(known, "/sign-in", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), Visitor);
        var (_, _, _, signIn) = await GetAsync(known, "/mailboxes", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), Visitor);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("secure", Assert.Single(cookies), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil.example", page, StringComparison.Ordinal);
        Assert.Equal("/sign-in?returnUrl=%2Fmailboxes", signIn); // no host at all, whatever the request claims
    }

    [Fact]
    public async Task A_visitor_who_came_by_http_to_a_known_proxy_is_led_to_the_public_address()
    {
        var (status, _, _, location) = await GetAsync(known, "/tickets/7?view=mine", ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "evil.example"), Visitor);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"{PublicUrl}/tickets/7?view=mine"), (status, location));
    }

    [Fact]
    public async Task A_known_proxy_that_does_not_say_how_the_browser_came_is_named_with_the_header_that_is_missing()
    {
        var (status, page, cookies, _) = await GetAsync(known, "/sign-in", Visitor);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(cookies);
        Assert.Contains("X-Forwarded-Proto", page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Visitor.Value, page, StringComparison.Ordinal); // trusting the visitor would be the worst remedy
    }

    [Fact]
    public async Task Anybody_else_who_claims_https_is_told_what_is_missing()
    {
        await unknown.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);

        var (status, page, cookies, _) = await GetAsync(unknown, "/sign-in", ("X-Forwarded-Proto", "https"), Visitor);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(cookies);
        Assert.Contains(PublicUrl, page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{PublicUrl}\"", page, StringComparison.Ordinal); // "/" would be this page again
        Assert.Contains("KnownProxies", page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Visitor.Value, page, StringComparison.Ordinal);
        Assert.Single(unknown.Logs.GetSnapshot(), r => r.Id.Name == "PlainHttp" && r.Message.Contains("127.0.0.1", StringComparison.Ordinal) && r.Message.Contains("KnownProxies", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/assets/tern.css")]
    public async Task Monitoring_and_what_the_page_looks_like_need_no_https(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(unknown, path)).Status);

    private static async Task<(HttpStatusCode Status, string Page, IReadOnlyList<string> Cookies, string? Location)> GetAsync(
        TernApp app, string path, params (string Name, string Value)[] headers)
    {
        using var browser = app.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        var response = await browser.Http.SendAsync(request, Ct);
        return (
            response.StatusCode,
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Ct)),
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
            response.Headers.Location?.OriginalString);
    }

    public sealed class KnownProxy : SqliteApp
    {
        protected override IEnumerable<KeyValuePair<string, string?>> MoreSettings => [new("PublicUrl", ProxyTests.PublicUrl), new("KnownProxies:0", "127.0.0.1")];
    }

    public sealed class UnknownProxy : SqliteApp
    {
        protected override IEnumerable<KeyValuePair<string, string?>> MoreSettings => [new("PublicUrl", ProxyTests.PublicUrl), new("KnownProxies:0", "10.0.0.5")];
    }
}
