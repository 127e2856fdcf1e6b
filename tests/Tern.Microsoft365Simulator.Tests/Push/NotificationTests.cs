using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Push;

public sealed class NotificationTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task New_mail_is_told_with_everything_a_client_checks()
    {
        var id = await _push.SubscribedAsync(_push.Wish(changeType: "created"));
        var message = _push.Deliver();
        await _push.PassAsync(Soon);

        var told = Assert.Single(_push.Listener.Told).AsObject();
        var messageId = _push.Simulator.Mailboxes.IdOf(_push.Office.Mailbox, message);
        Assert.Equal((id, "desk-secret", "created"), (Office.Text(told, "subscriptionId"), Office.Text(told, "clientState"), Office.Text(told, "changeType")));
        Assert.Equal(_push.Office.Tenant.Id, Office.Text(told, "tenantId"));
        Assert.Equal("2026-03-03T08:00:00Z", Office.Text(told, "subscriptionExpirationDateTime"));
        Assert.Equal($"Users/{_push.Office.Support.Id}/Messages/{messageId}", Office.Text(told, "resource"));
        var data = told["resourceData"]!.AsObject();
        Assert.Equal(("#Microsoft.Graph.Message", messageId, Office.Text(told, "resource")), (Office.Text(data, "@odata.type"), Office.Text(data, "id"), Office.Text(data, "@odata.id")));
        Assert.StartsWith("W/\"", Office.Text(data, "@odata.etag"), StringComparison.Ordinal);
        Assert.Equal(200, (await _push.Office.GetAsync("/messages/" + Office.Text(data, "id"))).Status);
        Assert.Equal(200, (await _push.Office.GetAsync("https://graph.microsoft.com/v1.0/" + Office.Text(told, "resource"))).Status);
    }

    [Fact]
    public async Task Read_state_is_an_update_and_leaving_the_folder_a_deletion()
    {
        await _push.SubscribedAsync();
        var message = _push.Deliver();
        _push.Simulator.Mailboxes.MarkRead(_push.Office.Mailbox, message);
        _push.Simulator.Mailboxes.Move(_push.Office.Mailbox, message, "archive");
        await _push.PassAsync(Soon);

        Assert.Equal(["created", "deleted", "updated"], _push.Listener.Told.Select(t => t["changeType"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task Only_wanted_changes_of_the_wanted_folder_after_the_creation_are_told()
    {
        _push.Deliver("Before");
        await _push.SubscribedAsync(_push.Wish(changeType: "deleted"));
        var message = _push.Deliver();
        _push.Simulator.Mailboxes.Deliver(_push.Office.Mailbox, Office.Mail("Elsewhere"), "archive");
        _push.Simulator.Mailboxes.Purge(_push.Office.Mailbox, message);
        await _push.PassAsync(Soon);

        Assert.Equal("deleted", Assert.Single(_push.Listener.Told)["changeType"]!.GetValue<string>());
    }

    [Fact]
    public async Task Whole_mailbox_tells_of_drafts_as_well()
    {
        await _push.SubscribedAsync(_push.Wish("created", "users/support@contoso.example/messages"));
        await _push.Office.DraftAsync(Office.Mail("Draft"));
        await _push.PassAsync(Soon);
        Assert.Single(_push.Listener.Told);
    }

    [Fact]
    public async Task Changing_ids_are_told_to_who_subscribed_without_the_preference()
    {
        _push.Office.Http.DefaultRequestHeaders.Remove("Prefer");
        await _push.SubscribedAsync();
        var message = _push.Deliver();
        await _push.PassAsync(Soon);

        Assert.Equal(
            _push.Simulator.Mailboxes.IdOf(_push.Office.Mailbox, message, immutable: false),
            Assert.Single(_push.Listener.Told)["resourceData"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_post_holds_many_also_of_several_subscriptions()
    {
        await _push.SubscribedAsync(_push.Wish("created"));
        var second = _push.Wish("created,updated");
        second["clientState"] = "another";
        await _push.SubscribedAsync(second);
        _push.Deliver("One");
        _push.Deliver("Two");
        await _push.PassAsync(Soon);

        var post = Assert.Single(_push.Listener.Posts);
        Assert.Equal(4, ((JsonArray)post.Body["value"]!).Count);
        Assert.Equal(["another", "desk-secret"], ((JsonArray)post.Body["value"]!).Select(v => v!["clientState"]!.GetValue<string>()).Distinct().Order());
    }

    [Fact]
    public async Task Latency_lies_between_its_bounds_and_follows_from_the_seed()
    {
        (_push.Simulator.Settings.NotifyShortest, _push.Simulator.Settings.NotifyLongest) = (TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(3));
        await _push.SubscribedAsync();
        for (var i = 0; i < 20; i++)
        {
            _push.Deliver($"Mail {i}");
        }

        var due = _push.Simulator.Push.Waiting.Select(w => w.Due - Office.Start).ToList();
        Assert.All(due, d => Assert.InRange(d, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(3)));
        Assert.True(due.Distinct().Count() > 10);
    }

    [Fact]
    public async Task Same_seed_tells_the_same_bytes()
    {
        Assert.Equal(await RunAsync(3), await RunAsync(3));
        Assert.NotEqual(await RunAsync(3), await RunAsync(4));
    }

    [Fact]
    public async Task What_waits_and_what_was_tried_outlive_a_restart()
    {
        var path = Path.Combine(Path.GetTempPath(), $"tern-push-{Environment.ProcessId}.json");
        await _push.SubscribedAsync();
        _push.Listener.Status = System.Net.HttpStatusCode.ServiceUnavailable;
        _push.Deliver("Tried");
        await _push.PassAsync(Soon);
        _push.Deliver("Waiting");
        _ = _push.Simulator.Push.Waiting;
        new State.StateFile(path).Save(_push.Simulator.World);

        var restarted = new Simulator(_push.Office.Time, 99);
        new State.StateFile(path).Load(restarted.World);
        File.Delete(path);
        _push.Listener.Status = System.Net.HttpStatusCode.Accepted;
        _push.Listener.Posts.Clear();
        var carrier = new Microsoft365Simulator.Push.PushCarrier(restarted, _push.Office.Outside, _push.Office.Time);
        _push.Office.Time.Advance(TimeSpan.FromMinutes(1));
        await carrier.DeliverDueAsync(Office.Ct);

        Assert.Equal(2, _push.Listener.Told.Count());
        Assert.Equal(["Retried", "Delivered", "Delivered"], restarted.Push.Sent.Select(s => s.Outcome));
    }

    private static async Task<string> RunAsync(int seed)
    {
        using var push = await PushOffice.OpenAsync(seed);
        await push.SubscribedAsync();
        for (var i = 0; i < 5; i++)
        {
            push.Deliver($"Mail {i}");
            await push.PassAsync(TimeSpan.FromSeconds(4), 4);
        }

        return string.Join('\n', push.Simulator.Push.Sent.Select(s => $"{s.Time:O} {s.Body}"));
    }
}
