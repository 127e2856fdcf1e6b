using Tern.Microsoft365Simulator.Tests.Push;

namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>What the classes that strike notifications leave in the log, how they are narrowed, and when they are decided.</summary>
public sealed class PushFaultTests : IAsyncLifetime
{
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("P1", "Lost")]
    [InlineData("P2", "Delivered")]
    [InlineData("P3", "Delivered")]
    [InlineData("P4", "Delivered")]
    [InlineData("P5", "Delivered")]
    [InlineData("P7", "Delivered")]
    [InlineData("P8", "Lost")]
    [InlineData("P9", "Delivered")]
    [InlineData("P10", "Lost")]
    public async Task What_was_sent_names_the_class(string id, string outcome)
    {
        await _push.SubscribedAsync(_push.Wish("created", minutes: 9_000));
        _push.Simulator.Faults.Add(new Fault { Class = id });
        _push.Deliver("One");
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        await _push.PassAsync(TimeSpan.FromDays(4), 10);
        Assert.Contains(_push.Simulator.Push.Sent, s => s.Fault == id && s.Outcome == outcome);
    }

    [Theory]
    [InlineData("P7")]
    [InlineData("P9")]
    public async Task Event_that_nobody_is_told_of_leaves_a_trace(string id)
    {
        var wish = _push.Wish();
        wish.Remove("lifecycleNotificationUrl");
        await _push.SubscribedAsync(wish);
        _push.Simulator.Faults.Add(new Fault { Class = id });
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((id, "Lost"), (Assert.Single(_push.Simulator.Push.Sent).Fault, _push.Simulator.Push.Sent[0].Outcome));
    }

    [Fact]
    public async Task Post_that_is_struck_twice_names_both_classes()
    {
        await _push.SubscribedAsync(_push.Wish("created"));
        _push.Simulator.Faults.Add(new Fault { Class = "P2" });
        _push.Simulator.Faults.Add(new Fault { Class = "P5" });
        _push.Deliver("One");
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["P5, P2", "P5, P2"], _push.Simulator.Push.Sent.Select(s => s.Fault));
    }

    [Theory]
    [InlineData("P1", "push")]
    [InlineData("P5", "push")]
    [InlineData("P10", "push")]
    [InlineData("P7", "lifecycle")]
    [InlineData("P9", "lifecycle")]
    public async Task Class_that_strikes_notifications_can_be_narrowed_to_an_application(string id, string path)
    {
        await _push.SubscribedAsync(_push.Wish("created"));
        var another = _push.Simulator.Faults.Add(new Fault { Class = id, App = "another" });
        _push.Deliver("One");
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, another.Fired);
        var own = _push.Simulator.Faults.Add(new Fault { Class = id, App = _push.Office.App.ClientId });
        _push.Deliver("Two");
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, own.Fired);
        Assert.Contains(_push.Simulator.Push.Sent, s => s.Fault == id && s.Url.EndsWith(path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("P1")]
    [InlineData("P5")]
    [InlineData("P9")]
    public void Class_that_strikes_no_request_is_not_narrowed_by_what_requests_have(string id)
    {
        Assert.Throws<ArgumentException>(() => _push.Simulator.Faults.Add(new Fault { Class = id, Method = "POST" }));
        Assert.Throws<ArgumentException>(() => _push.Simulator.Faults.Add(new Fault { Class = id, BodyContains = "clientState" }));
    }

    [Fact]
    public async Task Event_out_of_nowhere_is_decided_once_a_minute_however_often_somebody_looks()
    {
        await _push.SubscribedAsync();
        _push.Simulator.Faults.Add(new Fault { Class = "P9", Always = true });
        for (var look = 0; look < 100; look++)
        {
            _ = _push.Simulator.Push.Subscriptions;
        }

        Assert.Equal(1, Assert.Single(_push.Simulator.Faults.All).Seen);
        await _push.PassAsync(TimeSpan.FromMinutes(3), 300);
        Assert.Equal(4, Assert.Single(_push.Simulator.Faults.All).Fired);
    }
}
