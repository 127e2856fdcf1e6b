using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Graph;

/// <summary>What stands on every answer of Graph.</summary>
public sealed class AnswerShapeTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("/messages", 200)]
    [InlineData("/messages/AAAA", 400, "ErrorInvalidIdMalformed")]
    [InlineData("https://graph.microsoft.com/v1.0/subscriptions", 200)]
    [InlineData("https://graph.microsoft.com/v1.0/nothing", 400, "BadRequest")]
    [InlineData("https://graph.microsoft.com/upload/nothing", 404, "ErrorItemNotFound")]
    public async Task Every_answer_has_the_headers_that_support_asks_for(string url, int status, string? code = null)
    {
        _office.Http.DefaultRequestHeaders.Add("client-request-id", "4d4ac3a2-5ac6-4a05-9d1a-0d6a9a2a2b11");
        Check(await _office.SendAsync(HttpMethod.Get, url), status, code);
    }

    [Fact]
    public async Task Accepted_too_large_throttled_and_unauthorized_answers_have_them_too()
    {
        _office.Http.DefaultRequestHeaders.Add("client-request-id", "4d4ac3a2-5ac6-4a05-9d1a-0d6a9a2a2b11");
        const string mail = """{"message":{"subject":"x","toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}]}}""";
        Check(await _office.SendJsonAsync(HttpMethod.Post, "/sendMail", mail), 202, null);
        Check(await _office.SendAsync(HttpMethod.Post, "/sendMail", Office.Base64(new byte[4 * 1024 * 1024])), 413, "RequestEntityTooLarge");
        _office.Simulator.Settings.MailboxRequests = 1;
        Check(await _office.SendAsync(HttpMethod.Get, "/messages"), 429, "ApplicationThrottled");
        _office.Http.DefaultRequestHeaders.Authorization = null;
        Check(await _office.SendAsync(HttpMethod.Get, "/messages"), 401, "InvalidAuthenticationToken");
    }

    private static void Check((int Status, JsonObject? Body, HttpResponseMessage Response) answer, int status, string? code)
    {
        var (answered, body, response) = answer;
        Assert.Equal((status, code), (answered, body?["error"]?["code"]?.GetValue<string>()));
        Assert.Equal("4d4ac3a2-5ac6-4a05-9d1a-0d6a9a2a2b11", Assert.Single(response.Headers.GetValues("client-request-id")));
        Assert.True(Guid.TryParse(Assert.Single(response.Headers.GetValues("request-id")), out _));
        var server = JsonNode.Parse(Assert.Single(response.Headers.GetValues("x-ms-ags-diagnostic")))!["ServerInfo"]!.AsObject();
        Assert.Equal(["DataCenter", "Slice", "Ring", "ScaleUnit", "RoleInstance"], server.Select(p => p.Key));
        Assert.NotNull(response.Headers.Date);
        Assert.StartsWith("max-age=", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoCache);
        if (answered >= 400)
        {
            var inner = body!["error"]!["innerError"]!;
            Assert.Equal(response.Headers.GetValues("request-id").Single(), inner["request-id"]!.GetValue<string>());
            Assert.Equal("4d4ac3a2-5ac6-4a05-9d1a-0d6a9a2a2b11", inner["client-request-id"]!.GetValue<string>());
            Assert.Equal("2026-03-02T08:00:00", inner["date"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Moves_and_copies_answer_201_deletions_204_and_the_MIME_is_text()
    {
        async Task<(int Status, string? Type)> AskAsync(HttpMethod method, string tail, string? json = null)
        {
            var message = _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Printer"));
            var url = $"/messages/{_office.Simulator.Mailboxes.IdOf(_office.Mailbox, message, immutable: true)}{tail}";
            var (status, _, response) = json is null ? await _office.SendAsync(method, url) : await _office.SendJsonAsync(method, url, json);
            using (response)
            {
                return (status, response.Content.Headers.ContentType?.MediaType);
            }
        }

        Assert.Equal((200, "text/plain"), await AskAsync(HttpMethod.Get, "/$value"));
        Assert.Equal((201, "application/json"), await AskAsync(HttpMethod.Post, "/move", """{"destinationId":"archive"}"""));
        Assert.Equal((201, "application/json"), await AskAsync(HttpMethod.Post, "/copy", """{"destinationId":"archive"}"""));
        Assert.Equal((204, null), await AskAsync(HttpMethod.Delete, string.Empty));
        Assert.Equal((204, null), await AskAsync(HttpMethod.Post, "/permanentDelete"));
    }

    [Fact]
    public async Task Without_an_id_of_the_client_the_servers_own_is_repeated()
    {
        var (_, _, response) = await _office.SendAsync(HttpMethod.Get, "/messages");
        Assert.Equal(response.Headers.GetValues("request-id"), response.Headers.GetValues("client-request-id"));
    }
}
