using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's batch client, and batches it would never write.</summary>
public sealed class GraphBatchTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Each_part_is_answered_by_itself()
    {
        var id = _desk.Receive("Printer");
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var list = await batch.AddBatchRequestStepAsync(_desk.Inbox.Messages.ToGetRequestInformation());
        var missing = await batch.AddBatchRequestStepAsync(_desk.User.MailFolders["nowhere"].ToGetRequestInformation());
        var patch = await batch.AddBatchRequestStepAsync(_desk.User.Messages[id].ToPatchRequestInformation(new Message { IsRead = true }));
        var raw = await batch.AddBatchRequestStepAsync(_desk.User.Messages[id].Content.ToGetRequestInformation());

        var answer = await _desk.Graph.Batch.PostAsync(batch, Ct);

        Assert.Single((await answer.GetResponseByIdAsync<MessageCollectionResponse>(list)).Value!);
        Assert.True((await answer.GetResponseByIdAsync<Message>(patch)).IsRead);
        Assert.Equal(400, (int)(await answer.GetResponseByIdAsync(missing)).StatusCode);
        var mime = await (await answer.GetResponseByIdAsync(raw)).Content.ReadAsStringAsync(Ct);
        Assert.Contains("Subject: Printer", Encoding.UTF8.GetString(Convert.FromBase64String(mime.Trim('"'))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_requests_go_in_three_batches()
    {
        var batch = new BatchRequestContentCollection(_desk.Graph);
        for (var i = 0; i < 50; i++)
        {
            await batch.AddBatchRequestStepAsync(_desk.Inbox.ToGetRequestInformation());
        }

        var answer = await _desk.Graph.Batch.PostAsync(batch, Ct);

        Assert.Equal(50, (await answer.GetResponsesStatusCodesAsync()).Values.Count(s => (int)s == 200));
        Assert.Equal(3, _desk.Simulator.RequestLog.Entries.Count(e => e.Path == "/v1.0/$batch"));
    }

    [Fact]
    public async Task Preferences_belong_to_the_part()
    {
        var id = _desk.Receive("Printer");
        var immutable = _desk.Simulator.Mailboxes.IdOf(_desk.Mailbox, _desk.Mailbox.In("inbox")[0]);
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var plain = await batch.AddBatchRequestStepAsync(_desk.User.Messages[id].ToGetRequestInformation());
        var kept = await batch.AddBatchRequestStepAsync(_desk.User.Messages[id].ToGetRequestInformation(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\"")));

        var answer = await _desk.Graph.Batch.PostAsync(batch, Ct);

        Assert.Equal(id, (await answer.GetResponseByIdAsync<Message>(plain)).Id);
        Assert.Equal(immutable, (await answer.GetResponseByIdAsync<Message>(kept)).Id);
    }

    [Fact]
    public async Task What_depends_on_a_failure_is_not_done()
    {
        var id = _desk.Receive("Printer");
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var first = await batch.AddBatchRequestStepAsync(_desk.User.MailFolders["nowhere"].ToGetRequestInformation());
        var second = await batch.AddBatchRequestStepAsync(_desk.User.Messages[id].ToDeleteRequestInformation());
        batch.BatchRequestSteps[second].DependsOn = [first];

        var answer = await _desk.Graph.Batch.PostAsync(batch, Ct);

        await PartRefusedAsync(424, "FailedDependency", await answer.GetResponseByIdAsync(second));
        Assert.Single(_desk.Mailbox.In("inbox"));
    }

    [Fact]
    public async Task A_part_is_throttled_by_itself()
    {
        _desk.Simulator.Settings.MailboxRequests = 1;
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var first = await batch.AddBatchRequestStepAsync(_desk.Inbox.ToGetRequestInformation());
        var second = await batch.AddBatchRequestStepAsync(_desk.Inbox.ToGetRequestInformation());

        var answer = await _desk.Graph.Batch.PostAsync(batch, Ct);
        var throttled = await answer.GetResponseByIdAsync(second);

        Assert.Equal(200, (int)(await answer.GetResponseByIdAsync(first)).StatusCode);
        await PartRefusedAsync(429, "ApplicationThrottled", throttled);
        Assert.InRange(throttled.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Twenty_parts_for_one_mailbox_take_turns_instead_of_being_refused()
    {
        await _desk.Inbox.GetAsync(cancellationToken: Ct);
        _desk.Simulator.Settings.MailboxRequestTime = TimeSpan.FromSeconds(2);
        var busy = Enumerable.Range(0, 3).Select(_ => _desk.Inbox.GetAsync(Refusal.AtOnce, Ct)).ToList();
        var batch = new BatchRequestContentCollection(_desk.Graph);
        for (var i = 0; i < 20; i++)
        {
            await batch.AddBatchRequestStepAsync(_desk.Inbox.ToGetRequestInformation());
        }

        var statuses = await (await _desk.Graph.Batch.PostAsync(batch, Ct)).GetResponsesStatusCodesAsync();
        await Task.WhenAll(busy);

        Assert.Equal(Enumerable.Repeat(200, 20), statuses.Values.Select(s => (int)s));
    }

    [Fact]
    public async Task Responses_are_found_by_their_ids_in_any_order()
    {
        _desk.Simulator.Settings.ShuffledBatches = 1;
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "inbox", "drafts", "sentitems", "archive", "outbox", "junkemail" })
        {
            ids.Add(await batch.AddBatchRequestStepAsync(_desk.User.MailFolders[name].ToGetRequestInformation()), name);
        }

        var answer = await _desk.Graph.Batch.PostAsync(batch, Ct);

        foreach (var (id, name) in ids)
        {
            var folder = await _desk.User.MailFolders[name].GetAsync(cancellationToken: Ct);
            Assert.Equal(folder!.DisplayName, (await answer.GetResponseByIdAsync<MailFolder>(id)).DisplayName);
        }

        Assert.NotEqual(ids.Keys, (await answer.GetResponsesStatusCodesAsync()).Keys);
    }

    [Fact]
    public async Task A_subscription_is_not_made_in_a_batch()
    {
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var id = await batch.AddBatchRequestStepAsync(_desk.Graph.Subscriptions.ToPostRequestInformation(new Subscription
        {
            ChangeType = "created",
            NotificationUrl = "https://desk.example/push",
            Resource = $"users/{Address}/mailFolders('inbox')/messages",
            ExpirationDateTime = _desk.Simulator.Clock.GetUtcNow().AddHours(1),
        }));

        var refused = await (await _desk.Graph.Batch.PostAsync(batch, Ct)).GetResponseByIdAsync(id);

        await PartRefusedAsync(501, "NotImplemented", refused);
    }

    [Fact]
    public async Task A_part_that_only_claims_to_be_JSON_comes_in_base64()
    {
        _desk.Simulator.Faults.Add(new Fault { Path = "*/mailFolders/inbox", Status = 502, ContentType = "application/json", Body = "<html>Bad gateway</html>" });
        var batch = new BatchRequestContentCollection(_desk.Graph);
        var id = await batch.AddBatchRequestStepAsync(_desk.Inbox.ToGetRequestInformation());

        var part = await (await _desk.Graph.Batch.PostAsync(batch, Ct)).GetResponseByIdAsync(id);

        Assert.Equal(502, (int)part.StatusCode);
        Assert.Equal("<html>Bad gateway</html>", Encoding.UTF8.GetString(Convert.FromBase64String((await part.Content.ReadAsStringAsync(Ct)).Trim('"'))));
    }

    [Fact]
    public async Task A_part_that_is_cut_off_cuts_off_the_whole_answer()
    {
        _desk.Simulator.Faults.Add(new Fault { Path = "*/mailFolders/inbox", Cut = Cut.BeforeEffect });
        var batch = new BatchRequestContentCollection(_desk.Graph);
        await batch.AddBatchRequestStepAsync(_desk.Inbox.ToGetRequestInformation());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _desk.Graph.Batch.PostAsync(batch, Ct));
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"/me"},{"id":"1","method":"GET","url":"/me"}]""")]
    [InlineData("""[{"method":"GET","url":"/me"}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"https://graph.microsoft.com/v1.0/me"}]""")]
    [InlineData("""[{"id":"1","method":"POST","url":"/$batch"}]""")]
    [InlineData("""[{"id":"1","method":"POST","url":"/%24batch"}]""")]
    [InlineData("""[{"id":"1","method":"POST","url":"%2f$batch"}]""")]
    [InlineData("""[{"id":"1","method":"PATCH","url":"/me","body":{}}]""")]
    [InlineData("""[{"id":"1","method":"POST","url":"/me/messages","body":"AAAA"}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"/me","headers":"Prefer"}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"/me","dependsOn":"nope"}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"/me"},{"id":"2","method":"GET","url":"/me","dependsOn":"1"}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"/me","dependsOn":["2"]}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"/me"},{"id":"2","method":"GET","url":"/me","dependsOn":["1"]},{"id":"3","method":"GET","url":"/me","dependsOn":["2"]},{"id":"4","method":"GET","url":"/me"}]""")]
    public Task A_batch_that_is_not_understood_is_refused_as_a_whole(string requests) =>
        RefusedAsync(400, "BadRequest", () => PostAsync($$"""{"requests":{{requests}}}"""));

    [Fact]
    public Task More_than_twenty_are_refused()
    {
        var requests = new JsonArray([.. Enumerable.Range(1, 21).Select(i => (JsonNode)new JsonObject { ["id"] = $"{i}", ["method"] = "GET", ["url"] = "/me" })]);
        return RefusedAsync(400, "BadRequest", () => PostAsync(new JsonObject { ["requests"] = requests }.ToJsonString()));
    }

    private static async Task PartRefusedAsync(int status, string code, HttpResponseMessage part)
    {
        Assert.Equal(status, (int)part.StatusCode);
        Assert.Equal(code, JsonNode.Parse(await part.Content.ReadAsStringAsync(Ct))!["error"]!["code"]!.GetValue<string>());
    }

    private async Task PostAsync(string json)
    {
        var request = new RequestInformation { HttpMethod = Method.POST, URI = new Uri("https://graph.microsoft.com/v1.0/$batch") };
        request.SetStreamContent(new MemoryStream(Encoding.UTF8.GetBytes(json)), "application/json");
        await _desk.RawAsync(request);
    }
}
