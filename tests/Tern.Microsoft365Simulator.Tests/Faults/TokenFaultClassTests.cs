namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>Classes A: tokens and the ways to them.</summary>
public sealed class TokenFaultClassTests : FaultClassOffice
{
    [Theory]
    [InlineData("A4", 50173, 400)]
    [InlineData("A5", 700082, 400)]
    [InlineData("A6", 70000, 400)]
    [InlineData("A7", 7000222, 401)]
    [InlineData("A8", 7000215, 401)]
    [InlineData("A9", 700016, 400)]
    [InlineData("A10", 65001, 400)]
    [InlineData("A11", 53003, 400)]
    [InlineData("A13", 50057, 400)]
    public async Task Refresh_is_refused_with_the_code(string id, int code, int status)
    {
        Add(id);
        var (answered, body) = await Office.RefreshAsync(Refresh);
        Assert.Equal((status, code), (answered, Office.Aadsts(body)));
        Fired(id);
        Assert.Equal(200, (await Office.RefreshAsync(Refresh)).Status);
    }

    [Theory]
    [InlineData("A17", 700024)]
    [InlineData("A19", 700027)]
    public async Task Assertion_is_refused_with_the_code(string id, int code)
    {
        Add(id);
        var (_, body) = await Office.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", Office.App.ClientId), ("client_assertion", "a.b.c"));
        Assert.Equal(code, Office.Aadsts(body));
        Fired(id);
    }

    [Fact]
    public async Task Classes_with_variants_go_through_them()
    {
        Add("A6", 2);
        Assert.Equal((70000, 70008), (await CodeAsync(), await CodeAsync()));
        Add("A11", 3);
        Assert.Equal((53003, 50076, 50079), (await CodeAsync(), await CodeAsync(), await CodeAsync()));
        Add("A14");
        Assert.Equal((90002, 5000225), (await CodeAsync(), await CodeAsync()));
        Fired("A14", 2);
        Add("A15");
        var statuses = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            statuses.Add((await TokenAsync()).Status);
        }

        Assert.Equal([429, 500, 502, 503, 504, 200], statuses);
        Fired("A15", 5);
    }

    [Fact]
    public async Task Refresh_rolls_or_does_not()
    {
        Add("A2");
        Assert.NotEqual(Refresh, Office.Text((await Office.RefreshAsync(Refresh)).Body, "refresh_token"));
        Fired("A2");
        Add("A3");
        Assert.Equal(Refresh, Office.Text((await Office.RefreshAsync(Refresh)).Body, "refresh_token"));
        Fired("A3");
    }

    [Fact]
    public async Task Answers_that_are_none_come_with_200()
    {
        Add("A16");
        Assert.StartsWith("<html>", (await TokenAsync()).Text, StringComparison.Ordinal);
        Assert.Equal((200, string.Empty), await TokenAsync());
        Fired("A16", 2);
    }

    [Fact]
    public async Task Clock_of_the_server_is_off_both_ways()
    {
        Add("A17");
        var offsets = new List<TimeSpan>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await PostTokenAsync();
            offsets.Add(response.Headers.Date!.Value - Office.Time.GetUtcNow());
        }

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(-10)], offsets);
    }

    [Fact]
    public async Task Metadata_cannot_be_reached()
    {
        Add("A18");
        await Assert.ThrowsAsync<HttpRequestException>(() => Office.Http.GetAsync(new Uri($"https://login.microsoftonline.com/{Office.Tenant.Id}/v2.0/.well-known/openid-configuration"), Office.Ct));
        Fired("A18");
    }

    [Fact]
    public async Task Two_refreshes_overlap_and_both_succeed()
    {
        Add("A20");
        var (first, second) = (Office.RefreshAsync(Refresh), Office.RefreshAsync(Refresh));
        Assert.False(first.IsCompleted || second.IsCompleted);
        Office.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((200, 200), ((await first).Status, (await second).Status));
        Assert.NotEqual(Office.Text((await first).Body, "refresh_token"), Office.Text((await second).Body, "refresh_token"));
        Fired("A20", 2);
    }

    [Fact]
    public async Task Token_that_was_issued_is_lost_and_the_old_one_still_works()
    {
        Add("A21");
        await Assert.ThrowsAsync<HttpRequestException>(() => Office.RefreshAsync(Refresh));
        Assert.Equal(2, Push.Simulator.Grants.All[0].LastToken);
        Assert.Equal(200, (await Office.RefreshAsync(Refresh)).Status);
        Fired("A21");
    }

    private async Task<int> CodeAsync() => Office.Aadsts((await Office.RefreshAsync(Refresh)).Body);

    private Task<HttpResponseMessage> PostTokenAsync() => Office.Http.PostAsync(new Uri(Office.TokenUrl), new FormUrlEncodedContent(
        [new("grant_type", "client_credentials"), new("client_id", Office.App.ClientId), new("client_secret", Office.Secret), new("scope", Office.GraphScope)]), Office.Ct);

    private async Task<(int Status, string Text)> TokenAsync()
    {
        using var response = await PostTokenAsync();
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Office.Ct));
    }
}
