using System.Net;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Hosting;

/// <summary>Whom Tern believes about https: the proxies that the settings name, and nobody else.</summary>
public sealed class ProxyTests(ProxyTests.KnownProxy known, ProxyTests.UnknownProxy unknown) : IClassFixture<ProxyTests.KnownProxy>, IClassFixture<ProxyTests.UnknownProxy>
{
    private const string PublicUrl = "https://desk.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proxy_that_the_settings_name_is_believed_about_https_and_about_nothing_else()
    {
        await known.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);

        var (status, _, cookies) = await GetAsync(known, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("secure", Assert.Single(cookies), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new Uri(PublicUrl), known.PublicUrl);
    }

    [Fact]
    public async Task Anybody_else_who_claims_https_is_told_what_is_missing()
    {
        await unknown.EnsureAgentAsync(TernApp.AdministratorEmail, isAdministrator: true);

        var (status, page, cookies) = await GetAsync(unknown, ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Empty(cookies);
        Assert.Contains(PublicUrl, page, StringComparison.Ordinal);
        Assert.Contains("KnownProxies", page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);
        Assert.Contains(unknown.Logs.GetSnapshot(), r => r.Id.Name == "PlainHttp" && r.Message.Contains("127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_way_in_over_plain_http_is_shut_and_monitoring_is_not()
    {
        var (status, _, _) = await GetAsync(known);
        var health = await known.Browser().Http.GetAsync("/health/live", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Page, IReadOnlyList<string> Cookies)> GetAsync(TernApp app, params (string Name, string Value)[] headers)
    {
        using var browser = app.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        var response = await browser.Http.SendAsync(request, Ct);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Ct)), response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
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
