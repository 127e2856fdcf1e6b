using Tern.Microsoft365Simulator.Faults;

namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>Each named class is there once, fires where it is told to and is in the log.</summary>
public sealed class FaultClassTests : FaultClassOffice
{
    [Fact]
    public void Every_class_of_the_list_is_there_once()
    {
        var wanted = Enumerable.Range(1, 21).Select(n => $"A{n}").Concat(Enumerable.Range(1, 20).Select(n => $"G{n}"))
            .Concat(Enumerable.Range(1, 12).Select(n => $"P{n}")).Concat(Enumerable.Range(1, 10).Select(n => $"S{n}"));
        Assert.Equal(wanted.Order(), FaultClasses.All.Select(c => c.Id).Order());
    }

    [Fact]
    public void README_tells_of_each_class_what_the_class_says_of_itself()
    {
        var readme = File.ReadAllText(Checkout.At("simulator/Tern.Microsoft365Simulator/README.md"));
        Assert.All(FaultClasses.All, c => Assert.Contains($"| {c.Id} | {c.Says} |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_class_is_refused() => Assert.Throws<ArgumentException>(() => Add("Z1"));

    [Theory]
    [InlineData("A1", 401)]
    [InlineData("A12", 401)]
    [InlineData("G1", 429)]
    [InlineData("G2", 503)]
    [InlineData("G10", 404)]
    public async Task Any_request_to_Graph_is_struck(string id, int status)
    {
        Add(id);
        var (answered, _, response) = await Office.SendAsync(HttpMethod.Get, "/messages");
        Assert.Equal(status, answered);
        Assert.Equal(id == "A12", response.Headers.WwwAuthenticate.ToString().Contains("insufficient_claims", StringComparison.Ordinal));
        Fired(id);
    }

    [Fact]
    public async Task Fault_of_a_class_can_be_narrowed_and_kept()
    {
        Push.Simulator.Faults.Add(new Fault { Class = "G10", Path = "/v1.0/users/sales@*", Always = true });
        Push.Simulator.Users.Add(Office.Tenant, "sales");
        Assert.Equal(200, (await Office.GetAsync("/messages")).Status);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(404, (await Office.GetAsync("https://graph.microsoft.com/v1.0/users/sales@contoso.example/messages")).Status);
        }
    }

    [Fact]
    public async Task Application_of_a_fault_is_known_by_HTTP_Basic_and_by_the_query_too()
    {
        Push.Simulator.Faults.Add(new Fault { App = "another", Path = "*/oauth2/*", Status = 503 });
        Assert.Equal((200, 200), (await TokenByBasicAsync(), await AuthorizeAsync()));
        Push.Simulator.Faults.Add(new Fault { App = Office.App.ClientId.ToUpperInvariant(), Path = "*/oauth2/*", Status = 503 });
        Assert.Equal((503, 503), (await TokenByBasicAsync(), await AuthorizeAsync()));
    }

    [Fact]
    public async Task Fault_can_be_narrowed_to_an_application()
    {
        Push.Simulator.Faults.Add(new Fault { App = "another", Status = 503 });
        Assert.Equal(200, (await Office.GetAsync("/messages")).Status);
        Push.Simulator.Faults.Add(new Fault { App = Office.App.ClientId, Status = 503 });
        Assert.Equal(503, (await Office.SendAsync(HttpMethod.Get, "/messages")).Status);
    }

    private async Task<int> TokenByBasicAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Office.TokenUrl)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", Office.GraphScope)]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Office.App.ClientId}:{Uri.EscapeDataString(Office.Secret)}")));
        using var answer = await Office.Http.SendAsync(request, Office.Ct);
        return (int)answer.StatusCode;
    }

    private async Task<int> AuthorizeAsync()
    {
        using var answer = await Office.Http.GetAsync(
            new Uri($"https://login.microsoftonline.com/{Office.Tenant.Id}/oauth2/v2.0/authorize?client_id={Office.App.ClientId}&response_type=code&scope=Mail.Read"), Office.Ct);
        return (int)answer.StatusCode;
    }
}
