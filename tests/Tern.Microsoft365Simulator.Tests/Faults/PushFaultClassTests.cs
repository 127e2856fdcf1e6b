namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>Classes P: subscriptions, notifications, lifecycle.</summary>
public sealed class PushFaultClassTests : FaultClassOffice
{
    [Theory]
    [InlineData("P6", 400)]
    [InlineData("P12", 403)]
    public async Task Creation_of_a_subscription_is_refused(string id, int status)
    {
        Add(id);
        Assert.Equal(status, (await Push.CreateAsync()).Status);
        Assert.Empty(Push.Simulator.Push.Subscriptions);
        Fired(id);
    }

    [Fact]
    public async Task Renewal_finds_nothing()
    {
        var id = await Push.SubscribedAsync();
        Add("P11");
        Assert.Equal(404, (await Push.PatchAsync(id, """{"expirationDateTime":"2026-03-04T00:00:00Z"}""")).Status);
        Assert.Empty(Push.Simulator.Push.Subscriptions);
        Fired("P11");
    }

    [Theory]
    [InlineData("P1", 1, 0)]
    [InlineData("P2", 1, 2)]
    [InlineData("P3", 1, 0)]
    [InlineData("P4", 1, 0)]
    [InlineData("P8", 1, 0)]
    [InlineData("P10", 3, 0)]
    public async Task Notification_is_lost_doubled_or_late(string id, int mails, int told)
    {
        await Push.SubscribedAsync(Push.Wish("created"));
        Add(id);
        Fill([.. Enumerable.Range(0, mails).Select(i => $"Mail {i}")]);
        await Push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(told, Push.Listener.Told.Count());
        await Push.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(id == "P3" ? 1 : told, Push.Listener.Told.Count());
        Assert.Equal(mails, Assert.Single(Push.Simulator.Faults.All).Fired);
        Assert.Single(Push.Simulator.Push.Subscriptions);
        Assert.Equal(id == "P8", Push.Listener.Events.Contains("missed"));
    }

    [Fact]
    public async Task Late_notification_comes_after_days()
    {
        var wish = Push.Wish("created", minutes: 9_000);
        await Push.SubscribedAsync(wish);
        Add("P4");
        Fill("One");
        await Push.PassAsync(TimeSpan.FromDays(2), 10);
        Assert.Empty(Push.Listener.Told);
        await Push.PassAsync(TimeSpan.FromDays(2), 10);
        Assert.Single(Push.Listener.Told);
        Assert.Contains(Push.Simulator.Push.Sent, s => s.Fault == "P4");
    }

    [Fact]
    public async Task Overtaken_post_comes_after_a_younger_one_with_its_items_in_reverse()
    {
        Push.Simulator.Settings.NotifyLongest = Push.Simulator.Settings.NotifyShortest;
        await Push.SubscribedAsync(Push.Wish("created"));
        Add("P3");
        Fill("One", "Two");
        await Push.PassAsync(TimeSpan.FromSeconds(1));
        Fill("Three");
        await Push.PassAsync(TimeSpan.FromMinutes(2), 4);

        var messages = Office.Mailbox.In("inbox").Select(m => Push.Simulator.Mailboxes.IdOf(Office.Mailbox, m)).ToList();
        Assert.Equal([messages[2], messages[1], messages[0]], Push.Listener.Told.Select(t => t["resourceData"]!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Client_state_is_forged_once()
    {
        await Push.SubscribedAsync(Push.Wish("created"));
        Add("P5");
        Fill("One", "Two");
        await Push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["desk-secret", "forged"], Push.Listener.Told.Select(t => t["clientState"]!.GetValue<string>()).Order());
    }

    [Theory]
    [InlineData("P7", "subscriptionRemoved", 0)]
    [InlineData("P9", "reauthorizationRequired", 1)]
    public async Task Lifecycle_event_comes_out_of_nowhere(string id, string name, int left)
    {
        await Push.SubscribedAsync();
        Add(id);
        await Push.PassAsync(TimeSpan.FromSeconds(10), 3);
        Assert.Equal([name], Push.Listener.Events);
        Assert.Equal(left, Push.Simulator.Push.Subscriptions.Count);
    }
}
