using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Entra;

public sealed class TokenEndpointTests
{
    [Fact]
    public async Task Counted_requests_are_forgotten_once_they_count_no_more()
    {
        using var office = new Office();
        office.Simulator.Settings.LoopLimit = 5;
        for (var i = 0; i < 3; i++)
        {
            await office.RefreshAsync(office.Simulator.Grants.IssueRefreshToken(office.App, office.Support, "Mail.Read"));
        }

        Assert.Equal(3, office.Simulator.World.State.RecentTokenRequests.Count);
        office.Time.Advance(office.Simulator.Settings.LoopWindow);
        await office.AskForAppTokenAsync();
        Assert.Single(office.Simulator.World.State.RecentTokenRequests);
    }

    [Fact]
    public async Task Error_body_names_code_trace_correlation_and_time()
    {
        using var office = new Office();

        var (status, body) = await office.AskForAppTokenAsync("wrong");

        Assert.Equal(401, status);
        Assert.Equal("invalid_client", Office.Text(body, "error"));
        Assert.Equal("[7000215]", body["error_codes"]!.ToJsonString());
        Assert.Equal("2026-03-02 08:00:00Z", Office.Text(body, "timestamp"));
        Assert.Equal("https://login.microsoftonline.com/error?code=7000215", Office.Text(body, "error_uri"));
        Assert.StartsWith("AADSTS7000215: ", Office.Text(body, "error_description"), StringComparison.Ordinal);
        Assert.Contains($"Trace ID: {Office.Text(body, "trace_id")} Correlation ID: {Office.Text(body, "correlation_id")} Timestamp: ", Office.Text(body, "error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Office.Secret, 200)]
    [InlineData("wrong", 401)]
    public async Task Answers_have_the_headers_and_the_cookie_of_Entra(string secret, int status)
    {
        using var office = new Office();
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", office.App.ClientId), new("client_secret", secret), new("scope", Office.GraphScope)]);
        using var answer = await office.Http.PostAsync(new Uri(office.TokenUrl), form, Office.Ct);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl is { NoStore: true, NoCache: true });
        Assert.Equal("no-cache", answer.Headers.Pragma.Single().Name);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(Guid.TryParse(Assert.Single(answer.Headers.GetValues("x-ms-request-id")), out _));
        Assert.NotEmpty(answer.Headers.GetValues("x-ms-ests-server"));
        Assert.StartsWith("CP=", Assert.Single(answer.Headers.GetValues("P3P")), StringComparison.Ordinal);
        Assert.Matches("^fpc=[0-9a-f]{32}; expires=.* GMT; path=/; secure; HttpOnly; SameSite=None$", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task Id_of_the_secret_is_not_its_value()
    {
        using var office = new Office();

        var (_, body) = await office.AskForAppTokenAsync(office.App.Secrets[0].Id);

        Assert.Equal(7000215, Office.Aadsts(body));
    }

    [Fact]
    public async Task Secret_works_until_its_end_and_a_second_one_after_it()
    {
        using var office = new Office();
        office.Time.Advance(office.App.Secrets[0].Ends - Office.Start - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await office.AskForAppTokenAsync()).Status);
        office.Time.Advance(TimeSpan.FromSeconds(1));

        var (status, body) = await office.AskForAppTokenAsync();
        office.Simulator.Apps.AddSecret(office.App, "next", office.Time.GetUtcNow().AddDays(1));

        Assert.Equal((401, 7000222), (status, Office.Aadsts(body)));
        Assert.Equal(200, (await office.AskForAppTokenAsync("next")).Status);
    }

    [Theory]
    [InlineData("nobody.example", "app", "client_credentials", "https://graph.microsoft.com/.default", 400, 90002)]
    [InlineData("contoso.example", "00000000-0000-0000-0000-000000000001", "client_credentials", "https://graph.microsoft.com/.default", 400, 700016)]
    [InlineData("contoso.example", "app", "password", "https://graph.microsoft.com/.default", 400, 70003)]
    [InlineData("contoso.example", "app", "client_credentials", "Mail.Send", 400, 1002012)]
    [InlineData("contoso.example", "app", "client_credentials", "https://nowhere.example/.default", 400, 500011)]
    [InlineData("common", "app", "client_credentials", "https://graph.microsoft.com/.default", 400, 50194)]
    public async Task Wrong_request_is_refused_with_its_own_code(string tenant, string client, string grant, string scope, int status, int code)
    {
        using var office = new Office();

        var answer = await office.AskForTokenAtAsync(
            $"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            ("client_id", client == "app" ? office.App.ClientId : client), ("client_secret", Office.Secret), ("grant_type", grant), ("scope", scope));

        Assert.Equal((status, code), (answer.Status, Office.Aadsts(answer.Body)));
    }

    [Theory]
    [InlineData("grant_type=client_credentials&scope=x&scope=y", "application/x-www-form-urlencoded")]
    [InlineData("""{"grant_type":"client_credentials"}""", "application/json")]
    public async Task Only_a_form_that_says_everything_once_is_taken(string text, string type)
    {
        using var office = new Office();
        var (status, body, _) = await office.SendAsync(HttpMethod.Post, office.TokenUrl, new StringContent(text, Encoding.UTF8, type));
        Assert.Equal((400, "invalid_request", 9002313), (status, Office.Text(body!, "error"), Office.Aadsts(body!)));
    }

    [Fact]
    public async Task Errors_were_seen_on_several_lines_and_without_an_address_for_help()
    {
        using var office = new Office();
        (office.Simulator.Settings.ErrorTextInLines, office.Simulator.Settings.OmitErrorUri) = (true, true);

        var (_, body) = await office.AskForAppTokenAsync("wrong");

        var lines = Office.Text(body, "error_description").Split("\r\n");
        Assert.Equal(
            ["Trace ID: " + Office.Text(body, "trace_id"), "Correlation ID: " + Office.Text(body, "correlation_id"), "Timestamp: " + Office.Text(body, "timestamp")], lines[1..]);
        Assert.False(body.ContainsKey("error_uri"));
    }

    [Fact]
    public async Task Only_a_POST_is_taken()
    {
        using var office = new Office();
        Assert.Equal(404, (await office.SendAsync(HttpMethod.Get, office.TokenUrl)).Status);
    }

    [Fact]
    public async Task Confidential_client_without_any_credential_is_refused()
    {
        using var office = new Office();

        var (status, body) = await office.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", office.App.ClientId), ("scope", Office.GraphScope));

        Assert.Equal((401, 7000218), (status, Office.Aadsts(body)));
    }

    [Fact]
    public async Task Public_client_must_not_send_a_secret()
    {
        using var office = new Office();
        var app = office.Simulator.Apps.Add(office.Tenant, "Phone", isPublicClient: true);

        var (_, body) = await office.AskForTokenAsync(("grant_type", "refresh_token"), ("client_id", app.ClientId), ("client_secret", "x"), ("refresh_token", "x"));

        Assert.Equal(700025, Office.Aadsts(body));
    }

    [Fact]
    public async Task Application_of_another_tenant_is_unknown_here_until_it_is_multi_tenant_and_consented()
    {
        using var office = new Office();
        var other = office.Simulator.Tenants.Add("fabrikam");
        var url = office.TokenUrl.Replace(office.Tenant.Id, other.Id, StringComparison.Ordinal);
        (string, string)[] form = [("grant_type", "client_credentials"), ("client_id", office.App.ClientId), ("client_secret", Office.Secret), ("scope", Office.GraphScope)];

        var before = await office.AskForTokenAtAsync(url, form);
        office.App.IsMultiTenant = true;
        office.Simulator.Apps.GrantAdminConsent(office.App, other);

        Assert.Equal(700016, Office.Aadsts(before.Body));
        Assert.Equal(200, (await office.AskForTokenAtAsync(url, form)).Status);
    }

    [Theory]
    [InlineData(Office.Secret)]
    [InlineData("a:b+c%d/e=")]
    public async Task Secret_may_come_by_HTTP_Basic(string secret)
    {
        using var office = new Office();
        office.Simulator.Apps.AddSecret(office.App, secret, Office.Start.AddYears(1));
        office.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{office.App.ClientId}:{Uri.EscapeDataString(secret)}")));

        var (status, _) = await office.AskForTokenAsync(("grant_type", "client_credentials"), ("scope", Office.GraphScope));

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Lifetimes_are_drawn_between_60_and_90_minutes()
    {
        using var office = new Office();
        var lives = new HashSet<int>();
        for (var i = 0; i < 200; i++)
        {
            lives.Add((await office.AskForAppTokenAsync()).Body["expires_in"]!.GetValue<int>());
        }

        Assert.All(lives, life => Assert.InRange(life, 3600, 5400));
        Assert.True(lives.Count > 150 && lives.Min() < 3700 && lives.Max() > 5300);
    }

    [Fact]
    public async Task Application_token_has_no_refresh_token_and_no_scope()
    {
        using var office = new Office();

        var (_, body) = await office.AskForAppTokenAsync();

        Assert.Equal(["access_token", "expires_in", "ext_expires_in", "token_type"], body.Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metadata_points_to_the_host_it_was_asked_at()
    {
        using var office = new Office();

        var (_, body) = await office.GetAsync($"https://login.microsoftonline.com/{office.Tenant.Id}/v2.0/.well-known/openid-configuration");
        var (status, unknown) = await office.GetAsync("https://login.microsoftonline.com/nobody.example/v2.0/.well-known/openid-configuration");

        Assert.Equal(office.TokenUrl, Office.Text(body, "token_endpoint"));
        Assert.Contains("private_key_jwt", ((JsonArray)body["token_endpoint_auth_methods_supported"]!).Select(m => m!.GetValue<string>()));
        Assert.Equal((400, "invalid_tenant"), (status, Office.Text(unknown, "error")));
    }
}
