using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Entra;

/// <summary>What stands in a token answer, and when.</summary>
public sealed class TokenAnswerTests : IDisposable
{
    private const string Capable = """{"access_token":{"xms_cc":{"values":["cp1"]}}}""";
    private readonly Office _office = new();

    public void Dispose() => _office.Dispose();

    [Fact]
    public async Task Person_gets_these_fields_in_this_order()
    {
        var body = await AskAsync("Mail.Read openid offline_access", ("client_info", "1"));

        Assert.Equal(["token_type", "scope", "expires_in", "ext_expires_in", "access_token", "refresh_token", "id_token", "client_info"], body.Select(p => p.Key));
        Assert.Equal(("Bearer", "Mail.Read openid"), (Office.Text(body, "token_type"), Office.Text(body, "scope")));
    }

    [Theory]
    [InlineData("Mail.Read", "refresh_token", false)]
    [InlineData("Mail.Read offline_access", "refresh_token", true)]
    [InlineData("Mail.Read", "id_token", false)]
    [InlineData("Mail.Read openid", "id_token", true)]
    [InlineData("Mail.Read", "client_info", false)]
    public async Task Some_come_only_when_asked_for(string scope, string field, bool comes) => Assert.Equal(comes, (await AskAsync(scope)).ContainsKey(field));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Time_to_renew_is_told_for_long_lived_tokens_only(bool isLong)
    {
        var body = await AskAsync("Mail.Read", isLong ? [("claims", Capable)] : []);

        Assert.Equal(isLong ? body["expires_in"]!.GetValue<int>() / 2 : null, body["refresh_in"]?.GetValue<int>());
        Assert.Equal(isLong, body["expires_in"]!.GetValue<int>() > 7200);
    }

    [Fact]
    public async Task Scope_of_a_refresh_may_be_left_out_or_name_another_resource()
    {
        var token = _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.Read", "https://outlook.office.com/SMTP.Send");

        var same = (await _office.RefreshAsync(token)).Body;
        var other = (await _office.RefreshAsync(token, "https://outlook.office.com/SMTP.Send")).Body;

        Assert.Equal(("https://graph.microsoft.com", "https://outlook.office.com"), (Audience(same), Audience(other)));
    }

    [Fact]
    public async Task Answer_is_not_to_be_stored_and_names_the_request()
    {
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"), new("client_id", _office.App.ClientId), new("client_secret", Office.Secret), new("scope", Office.GraphScope)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, _office.TokenUrl) { Content = form };
        request.Headers.Add("client-request-id", "5d3a7d1c-6f65-4a8e-9d0f-2f7f3f1f0a11");
        request.Headers.Add("return-client-request-id", "true");
        using var answer = await _office.Http.SendAsync(request, Office.Ct);

        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("5d3a7d1c-6f65-4a8e-9d0f-2f7f3f1f0a11", answer.Headers.GetValues("client-request-id").Single());
        Assert.NotEmpty(answer.Headers.GetValues("x-ms-request-id").Single());
        Assert.Equal(Office.Start, answer.Headers.Date);
    }

    [Fact]
    public async Task Oddities_are_written_as_they_were_seen()
    {
        var settings = _office.Simulator.Settings;
        (settings.ExpiresInAsString, settings.OmitScope, settings.UnknownFields, settings.AlwaysRefreshIn) = (true, true, true, true);
        var odd = await AskAsync("Mail.Read");
        (settings.ByteOrderMark, settings.FullScopeNames, settings.OmitScope) = (true, true, false);
        using var form = new FormUrlEncodedContent([
            new("grant_type", "refresh_token"), new("client_id", _office.App.ClientId), new("client_secret", Office.Secret),
            new("refresh_token", _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.Read"))]);
        using var marked = await _office.Http.PostAsync(new Uri(_office.TokenUrl), form, Office.Ct);
        var bytes = await marked.Content.ReadAsByteArrayAsync(Office.Ct);

        Assert.Equal(System.Text.Json.JsonValueKind.String, odd["expires_in"]!.GetValueKind());
        Assert.False(odd.ContainsKey("scope"));
        Assert.True(odd.ContainsKey("x_future") && odd.ContainsKey("refresh_in"));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("https://graph.microsoft.com/Mail.Read", JsonNode.Parse(bytes.AsSpan(3))!["scope"]!.GetValue<string>());
    }

    [Fact]
    public void Federated_credentials_are_twenty_at_most()
    {
        for (var i = 0; i < 20; i++)
        {
            _office.Simulator.Apps.AddFederatedCredential(_office.App, "https://issuer.example", $"subject {i}");
        }

        Assert.Throws<ArgumentException>(() => _office.Simulator.Apps.AddFederatedCredential(_office.App, "https://issuer.example", "one more"));
    }

    private static string Audience(JsonObject body) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(Office.Text(body, "access_token")).Audiences.Single();

    // By way of the sign-in page, so that offline_access and openid are only there where they were asked for.
    private async Task<JsonObject> AskAsync(string scope, params (string, string)[] more)
    {
        _office.Simulator.Grants.IssueRefreshToken(_office.App, _office.Support, "Mail.Read");
        using var answer = await _office.Http.GetAsync(
            new Uri($"https://login.microsoftonline.com/{_office.Tenant.Id}/oauth2/v2.0/authorize?client_id={_office.App.ClientId}&response_type=code&prompt=none&login_hint=support@contoso.example&scope={Uri.EscapeDataString(scope)}"),
            Office.Ct);
        var code = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
        return (await _office.AskForTokenAsync([
            ("grant_type", "authorization_code"), ("client_id", _office.App.ClientId), ("client_secret", Office.Secret), ("code", code), ("redirect_uri", "https://desk.example/callback"), .. more])).Body;
    }
}
