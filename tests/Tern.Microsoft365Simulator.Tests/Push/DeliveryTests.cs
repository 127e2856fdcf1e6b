using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.Serving;

namespace Tern.Microsoft365Simulator.Tests.Push;

public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync()
    {
        _push = await PushOffice.OpenAsync();
        await _push.SubscribedAsync(_push.Wish("created"));
    }

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Any_2xx_is_delivered(int status)
    {
        _push.Listener.Status = (HttpStatusCode)status;
        _push.Deliver();
        await _push.PassAsync(Soon);
        await _push.PassAsync(TimeSpan.FromHours(1), 60);

        Assert.Single(_push.Listener.Posts);
        var sent = Assert.Single(_push.Simulator.Push.Sent);
        Assert.Equal(("Delivered", status, 1), (sent.Outcome, sent.Status, sent.Attempt));
    }

    [Fact]
    public async Task Refused_one_is_tried_again_with_growing_gaps_up_to_four_hours_and_then_lost()
    {
        _push.Listener.Status = HttpStatusCode.ServiceUnavailable;
        _push.Deliver();
        await _push.PassAsync(Soon);
        await _push.PassAsync(TimeSpan.FromHours(6), 6 * 360);

        var tries = _push.Simulator.Push.Sent.Where(s => s.Url == Listener.Address).ToList();
        var gaps = tries.Zip(tries.Skip(1), (a, b) => b.Time - a.Time).ToList();
        Assert.Equal("Lost", tries[^1].Outcome);
        Assert.True(tries.Count > 8);
        Assert.True(gaps.Zip(gaps.Skip(1), (a, b) => b >= a).All(grows => grows));
        Assert.InRange(tries[^1].Time - tries[0].Time, TimeSpan.FromHours(3), TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task Endpoint_that_comes_back_within_four_hours_gets_what_it_missed()
    {
        _push.Listener.Status = HttpStatusCode.BadGateway;
        _push.Deliver();
        await _push.PassAsync(Soon);
        await _push.PassAsync(TimeSpan.FromHours(2), 120);
        _push.Listener.Status = HttpStatusCode.Accepted;
        await _push.PassAsync(TimeSpan.FromHours(1), 60);

        Assert.Equal("Delivered", _push.Simulator.Push.Sent[^1].Outcome);
    }

    [Fact]
    public async Task Lost_notifications_are_told_as_missed()
    {
        _push.Listener.Status = HttpStatusCode.ServiceUnavailable;
        _push.Deliver();
        await _push.PassAsync(Soon);
        await _push.PassAsync(TimeSpan.FromHours(4), 480);
        _push.Listener.Status = HttpStatusCode.Accepted;
        await _push.PassAsync(TimeSpan.FromMinutes(2), 12);

        Assert.Contains("missed", _push.Listener.Events);
    }

    [Theory]
    [InlineData(9, EndpointState.Good)]
    [InlineData(10, EndpointState.Slow)]
    [InlineData(14, EndpointState.Slow)]
    [InlineData(15, EndpointState.Drop)]
    public async Task Share_of_slow_answers_among_a_hundred_decides(int slow, EndpointState state)
    {
        await SendHundredAsync(slow);
        Assert.Equal(state, _push.Simulator.Push.Endpoints["desk.example"].State);
    }

    [Fact]
    public async Task Before_a_hundred_nothing_is_decided()
    {
        for (var i = 0; i < 99; i++)
        {
            await SendOneAsync(isSlow: true);
        }

        Assert.Equal(EndpointState.Good, _push.Simulator.Push.Endpoints["desk.example"].State);
    }

    [Fact]
    public async Task Slow_endpoint_is_told_ten_minutes_later()
    {
        await SendHundredAsync(12);
        _push.Listener.Posts.Clear();
        _push.Deliver("Later");
        await _push.PassAsync(TimeSpan.FromMinutes(9), 18);
        Assert.Empty(_push.Listener.Told);
        await _push.PassAsync(TimeSpan.FromMinutes(2), 4);
        Assert.Single(_push.Listener.Told);
    }

    [Fact]
    public async Task Very_slow_endpoint_is_told_nothing_until_the_window_of_ten_minutes_is_over()
    {
        await SendHundredAsync(20);
        _push.Listener.Posts.Clear();
        _push.Deliver("Dropped");
        await _push.PassAsync(Soon);
        Assert.Empty(_push.Listener.Told);
        Assert.Contains(_push.Simulator.Push.Sent, s => s.Outcome == "Dropped");
        await _push.PassAsync(TimeSpan.FromMinutes(10), 10);
        _push.Deliver("Told");
        await _push.PassAsync(Soon);

        Assert.Single(_push.Listener.Told);
        Assert.Contains("missed", _push.Listener.Events);
    }

    [Fact]
    public async Task Window_does_not_outlast_a_clock_that_is_put_back()
    {
        await SendHundredAsync(20);
        _push.Simulator.Clock.Drive(_push.Office.Time.GetUtcNow().AddDays(-1));

        var health = _push.Simulator.Push.Endpoints["desk.example"];
        Assert.Equal((0, EndpointState.Good), (health.Notifications, health.State));
    }

    [Fact]
    public void Answer_to_a_post_from_before_the_emptying_is_not_taken_for_one_to_a_later_of_its_number()
    {
        _push.Deliver();
        _push.Office.Time.Advance(Soon);
        var before = Assert.Single(_push.Simulator.Push.TakeDue());
        _push.Simulator.World.Reset(seed: 2);
        var later = new NotificationPost { Number = before.Number, Url = Listener.Address, Items = [], First = default, Due = default, IsUnderway = true };
        _push.Simulator.World.State.Push.Posts.Add(later);

        _push.Simulator.Push.Report(before, status: 202, TimeSpan.FromSeconds(3));

        Assert.True(later.IsUnderway);
        Assert.Empty(_push.Simulator.Push.Sent);
    }

    [Fact]
    public async Task Silent_endpoint_keeps_no_other_waiting_and_gets_one_post_at_a_time()
    {
        _push.Simulator.Settings.NotifyShortest = _push.Simulator.Settings.NotifyLongest = TimeSpan.Zero;
        var other = _push.Wish("created", "users/support@contoso.example/messages");
        other["notificationUrl"] = "https://silent.example/silent";
        await _push.SubscribedAsync(other);
        _push.Listener.SilentHost = "silent.example";
        using var sender = new NotificationSender(_push.Office.Carrier, _push.Office.Time, NullLogger<NotificationSender>.Instance);
        await sender.StartAsync(Office.Ct);
        for (var mail = 1; mail <= 3; mail++)
        {
            _push.Deliver($"Mail {mail}");
            for (var look = 0; look < 10 && _push.Listener.Told.Count() < mail; look++)
            {
                _push.Office.Time.Advance(TimeSpan.FromMilliseconds(200));
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Office.Ct);
            }
        }

        await sender.StopAsync(Office.Ct);
        Assert.Equal(3, _push.Listener.Told.Count());
        Assert.Single(_push.Listener.Posts, p => p.Path == "/silent");
    }

    private async Task SendHundredAsync(int slow)
    {
        for (var i = 0; i < 100; i++)
        {
            await SendOneAsync(i < slow);
        }
    }

    private async Task SendOneAsync(bool isSlow)
    {
        _push.Simulator.Settings.NotifyShortest = _push.Simulator.Settings.NotifyLongest = TimeSpan.Zero;
        _push.Listener.Takes = isSlow ? (_push.Office.Time, TimeSpan.FromSeconds(3)) : null;
        _push.Deliver();
        await _push.PassAsync(TimeSpan.FromMilliseconds(10));
        _push.Listener.Takes = null;
    }
}
