using System.Net;
using System.Text;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client in front of wrong requests, and of the codes that others have seen.</summary>
public sealed class GraphErrorTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public Task A_person_nobody_knows_is_not_found_in_the_directory() =>
        RefusedAsync(404, "Request_ResourceNotFound", () => _desk.Graph.Users["nobody@contoso.example"].GetAsync(cancellationToken: Ct));

    [Theory]
    [InlineData(Method.DELETE, "")]
    [InlineData(Method.POST, "/../../users")]
    [InlineData(Method.GET, "/../../$batch")]
    [InlineData(Method.PUT, "/../../subscriptions")]
    [InlineData(Method.POST, "/../../subscriptions/x")]
    [InlineData(Method.DELETE, "/messages")]
    [InlineData(Method.PUT, "/messages/x")]
    [InlineData(Method.DELETE, "/messages/x/$value")]
    [InlineData(Method.GET, "/messages/x/send")]
    [InlineData(Method.PATCH, "/messages/x/attachments")]
    [InlineData(Method.PATCH, "/messages/x/attachments/y")]
    [InlineData(Method.GET, "/sendMail")]
    [InlineData(Method.DELETE, "/mailboxSettings")]
    [InlineData(Method.DELETE, "/mailFolders")]
    [InlineData(Method.DELETE, "/mailFolders/inbox/messages")]
    [InlineData(Method.PUT, "/mailFolders/inbox/childFolders")]
    public Task What_is_there_but_does_not_know_the_method_is_refused_with_405(Method method, string path) =>
        RefusedAsync(405, "ErrorInvalidRequest", () => _desk.RawAsync(Request(method, path)));

    [Theory]
    [InlineData(Method.GET, "/calendars", "calendars")]
    [InlineData(Method.POST, "/messages/x/sing", "sing")]
    [InlineData(Method.GET, "/messages/x/sing", "sing")]
    [InlineData(Method.GET, "/messages/x/send/sing", "sing")]
    [InlineData(Method.GET, "/messages/x/attachments/y/sing", "sing")]
    [InlineData(Method.GET, "/mailFolders/inbox/sing", "sing")]
    [InlineData(Method.GET, "/mailFolders/inbox/move/sing", "sing")]
    [InlineData(Method.GET, "/sendMail/sing", "sing")]
    [InlineData(Method.GET, "/../../groups", "groups")]
    [InlineData(Method.POST, "/../../subscriptions/x/sing", "sing")]
    public async Task What_is_not_there_is_a_bad_request_by_any_method(Method method, string path, string segment)
    {
        var refused = await RefusedAsync(400, "BadRequest", () => _desk.RawAsync(Request(method, path)));
        Assert.Equal($"Resource not found for the segment '{segment}'.", refused.Error!.Message);
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task A_body_that_does_not_say_it_is_JSON_is_refused(string type)
    {
        var id = _desk.Receive("Printer");
        await RefusedAsync(415, "RequestBodyRead", () => _desk.RawAsync(Body($"/messages/{id}", """{"isRead":true}""", type, Method.PATCH)));
        Assert.False(_desk.Mailbox.In("inbox")[0].IsRead);
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("text/html;q=0.9")]
    public async Task A_client_that_takes_no_JSON_gets_none(string accept)
    {
        var request = Request(Method.GET, "/messages");
        request.Headers.Add("Accept", accept);
        await RefusedAsync(406, "NotAcceptable", () => _desk.RawAsync(request));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html, */*;q=0.1")]
    public async Task A_client_that_takes_JSON_among_others_gets_it(string accept) =>
        Assert.Contains("\"value\"", await _desk.GetAsync("/messages", ("Accept", accept)), StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_query_a_wrong_body_and_a_wrong_value_have_codes_of_their_own()
    {
        var id = _desk.Receive("Printer");

        await RefusedAsync(400, "BadRequest", () => _desk.GetAsync("/messages?$top=many"));
        await RefusedAsync(400, "RequestBodyRead", () => _desk.RawAsync(Body($"/messages/{id}/move", "no JSON at all")));
        await RefusedAsync(400, "RequestBodyRead", () => _desk.RawAsync(Body($"/messages/{id}/move", """{"destinationId":{}}""")));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.RawAsync(Body($"/messages/{id}/move", "{}")));
    }

    // These were seen by others for what the simulator says in one way, or for trouble it does not have of its own.
    [Theory]
    [InlineData(400, "ErrorInvalidParameter")]
    [InlineData(401, "AuthenticationError")]
    [InlineData(401, "unauthenticated")]
    [InlineData(403, "AccessDenied")]
    [InlineData(403, "accessDenied")]
    [InlineData(409, "Conflict")]
    [InlineData(429, "activityLimitReached")]
    [InlineData(429, "ErrorServerBusy")]
    [InlineData(500, "ErrorInternalServerError")]
    [InlineData(500, "InternalServerError")]
    [InlineData(500, "ErrorInternalServerTransientError")]
    [InlineData(500, "generalException")]
    [InlineData(502, "UnknownError")]
    [InlineData(503, "ErrorServerBusy")]
    [InlineData(503, "ErrorMailboxStoreUnavailable")]
    [InlineData(503, "MailboxStoreUnavailable")]
    [InlineData(504, "UnknownError")]
    public async Task A_code_that_was_seen_elsewhere_is_given_by_a_fault(int status, string code)
    {
        _desk.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/*", Status = status, GraphCode = code, Body = "As it was seen." });
        var refused = await RefusedAsync(status, code, () => _desk.User.Messages.GetAsync(Refusal.AtOnce, Ct));
        Assert.Equal("As it was seen.", refused.Error!.Message);
    }

    [Fact]
    public async Task The_bandwidth_limit_is_given_by_a_fault()
    {
        _desk.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/*", Status = 509, Body = string.Empty, ContentType = "text/plain" });
        var refused = await Assert.ThrowsAnyAsync<ApiException>(() => _desk.User.Messages.GetAsync(Refusal.AtOnce, Ct));
        Assert.Equal((HttpStatusCode)509, (HttpStatusCode)refused.ResponseStatusCode);
    }

    [Fact]
    public async Task Details_and_nested_codes_are_read_where_a_fault_brings_them()
    {
        _desk.Simulator.Faults.Add(new Fault
        {
            Path = "/v1.0/users/*",
            Status = 400,
            Body = """{"error":{"code":"BadRequest","message":"x","details":[{"code":"InvalidValue","target":"subject","message":"y"}],"innerError":{"code":"tooLong","date":"2026-03-02T08:00:00"}}}""",
        });

        var refused = await Assert.ThrowsAsync<ODataError>(() => _desk.User.Messages.GetAsync(Refusal.AtOnce, Ct));

        Assert.Equal("InvalidValue", Assert.Single(refused.Error!.Details!).Code);
        Assert.Equal("tooLong", refused.Error.InnerError!.AdditionalData["code"].ToString());
    }

    private static RequestInformation Request(Method method, string path) =>
        new() { HttpMethod = method, URI = new Uri($"https://graph.microsoft.com/v1.0/users/{Address}{path}") };

    private static RequestInformation Body(string path, string text, string type = "application/json", Method method = Method.POST)
    {
        var request = Request(method, path);
        request.SetStreamContent(new MemoryStream(Encoding.UTF8.GetBytes(text)), type);
        return request;
    }
}
