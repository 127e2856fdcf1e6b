using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Graph;

/// <summary>What the simulator itself does wrong has Graph's form, is never hidden, and leaves nothing half done.</summary>
public sealed class OwnFailureTests : IAsyncLifetime
{
    private readonly Office _office = new();
    private readonly List<(string What, Exception Problem)> _told = [];

    public async ValueTask InitializeAsync()
    {
        await _office.SignedInAsync();
        _office.Simulator.World.Failures.Listener = (what, problem) => _told.Add((what, problem));
    }

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Answer_is_a_500_that_says_whose_fault_it_is_and_the_logs_show_it()
    {
        Break();
        var (status, body, response) = await _office.SendAsync(HttpMethod.Get, "/mailFolders/inbox/messages");

        Assert.Equal((500, "generalException"), (status, Office.ErrorCode(body)));
        Assert.Contains("KeyNotFoundException", body!["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("request-id"));
        var entry = _office.Simulator.RequestLog.Entries[^1];
        Assert.Equal((500, "generalException"), (entry.Status, entry.Error));
        Assert.StartsWith("KeyNotFoundException: ", entry.Failure, StringComparison.Ordinal);
        var (what, problem) = Assert.Single(_told);
        Assert.Equal("GET /v1.0/users/support@contoso.example/mailFolders/inbox/messages", what);
        Assert.IsType<KeyNotFoundException>(problem);
    }

    [Fact]
    public async Task Batch_is_200_with_a_500_in_the_part_that_failed()
    {
        Break();
        var requests = new JsonArray([.. new[] { "drafts", "inbox", "archive" }.Select((folder, i) => new JsonObject
        {
            ["id"] = $"{i}",
            ["method"] = "GET",
            ["url"] = $"/users/support@contoso.example/mailFolders/{folder}/messages",
        })]);
        var (status, body, _) = await _office.SendJsonAsync(HttpMethod.Post, "https://graph.microsoft.com/v1.0/$batch", new JsonObject { ["requests"] = requests }.ToJsonString());

        Assert.Equal(200, status);
        Assert.Equal([200, 500, 200], body!["responses"]!.AsArray().Select(r => r!["status"]!.GetValue<int>()));
        Assert.NotNull(_office.Simulator.RequestLog.Entries[^3].Failure);
    }

    [Fact]
    public async Task Draft_that_could_not_be_made_ready_is_no_sent_one()
    {
        await _office.DraftAsync(Office.Mail("Hi", to: "ann@customer.example"));
        var draft = _office.Mailbox.In("drafts")[0];
        draft.Add(new AddedAttachment(0, "a", "text/plain", IsInline: false, ContentId: null, Office.Start, Content: null!));

        Assert.ThrowsAny<Exception>(() => Submission.Accept(_office.Simulator.World, _office.Mailbox, _office.Support, draft, keepCopy: true));

        Assert.Equal((false, 1), (draft.IsSubmitted, draft.Added.Count));
        Assert.Empty(_office.Simulator.World.State.Pending);
        Assert.Empty(_office.Simulator.World.State.Sendings);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("isRead eq false and ", "")]
    [InlineData("isRead eq true or ", "")]
    public async Task Filter_of_200_000_steps_ends_no_process(string step, string end)
    {
        _office.Simulator.Customers.Send(Office.Mail("Hi"), "support@contoso.example");
        var filter = string.Concat(Enumerable.Repeat(step, 200_000)) + "isRead eq false" + string.Concat(Enumerable.Repeat(end, 200_000));
        var answer = _office.Simulator.Handle(new SimulatedRequest(
            "GET",
            "https://graph.microsoft.com",
            $"/v1.0/users/support@contoso.example/messages?$filter={Uri.EscapeDataString(filter)}",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"Bearer {await _office.AppTokenAsync()}" },
            ReadOnlyMemory<byte>.Empty));

        // A long list of conditions is no deep one.
        Assert.Equal(step.Contains("eq", StringComparison.Ordinal) ? 200 : 400, answer.Status);
        Assert.Empty(_told);
    }

    // A folder that names a message that is not there.
    private void Break()
    {
        _office.Simulator.Customers.Send(Office.Mail("Hi"), "support@contoso.example");
        _office.Mailbox.Messages.Clear();
    }
}
