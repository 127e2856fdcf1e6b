using Microsoft.Extensions.Logging;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.Serving;

namespace Tern.Microsoft365Simulator.Tests.Push;

/// <summary>A notification that cannot be written or sent stops nothing else.</summary>
public sealed class UntellableTests : IAsyncLifetime
{
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Change_that_cannot_be_written_is_set_aside_once_and_others_are_told()
    {
        var told = new List<Exception>();
        _push.Simulator.World.Failures.Listener = (_, problem) => told.Add(problem);
        // What an earlier program let through and saved: data with a property that is none.
        _push.Simulator.World.State.Subscriptions.Add(Broken());
        await _push.SubscribedAsync(_push.Wish("created"));
        _push.Deliver();

        await _push.PassAsync(TimeSpan.FromSeconds(30), steps: 30);

        Assert.Single(_push.Listener.Told);
        Assert.Single(told);
        var aside = Assert.Single(_push.Simulator.Push.Sent, s => s.Outcome == "Failed");
        Assert.Contains("GraphRefusalException", aside.Body, StringComparison.Ordinal);
        Assert.Equal(2, _push.Simulator.Push.Subscriptions.Count);
    }

    [Fact]
    public async Task Look_that_fails_does_not_end_the_sender()
    {
        var logger = new Errors();
        _push.Simulator.Settings.NotifyShortest = _push.Simulator.Settings.NotifyLongest = TimeSpan.Zero;
        await _push.SubscribedAsync(_push.Wish("created"));
        var broken = new NotificationPost { Number = 99, Url = "no address", Items = [], First = default, Due = default };
        _push.Simulator.World.State.Push.Posts.Add(broken);
        using var sender = new NotificationSender(_push.Office.Carrier, _push.Office.Time, logger);
        await sender.StartAsync(Office.Ct);
        await LooksUntilAsync(() => logger.Ids.Contains(9003));

        _push.Simulator.World.State.Push.Posts.Remove(broken);
        _push.Deliver();
        await LooksUntilAsync(() => _push.Listener.Told.Any());

        await sender.StopAsync(Office.Ct);
        Assert.Single(_push.Listener.Told);
        Assert.False(sender.ExecuteTask!.IsFaulted);
    }

    [Fact]
    public async Task Post_that_cannot_be_sent_keeps_no_later_one_waiting()
    {
        await _push.SubscribedAsync(_push.Wish("created"));
        _push.Listener.Breaks = true;
        _push.Deliver();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _push.PassAsync(TimeSpan.FromSeconds(10)));
        _push.Listener.Breaks = false;

        await _push.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Single(_push.Listener.Told);
    }

    private async Task LooksUntilAsync(Func<bool> isOver)
    {
        for (var look = 0; look < 1000 && !isOver(); look++)
        {
            _push.Office.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Office.Ct);
        }
    }

    private Subscription Broken() => new()
    {
        Id = "broken",
        ClientId = _push.Office.App.ClientId,
        TenantId = _push.Office.Tenant.Id,
        ChangeType = "created",
        NotificationUrl = Listener.Address,
        Resource = "users/support@contoso.example/messages?$select=foo",
        MailboxUserId = _push.Office.Support.Id,
        Selected = ["foo"],
        Expires = Office.Start.AddDays(1),
        IncludesResourceData = true,
        EncryptionCertificate = string.Empty,
        EncryptionCertificateId = "c",
        Created = Office.Start,
        AuthorizedUntil = Office.Start.AddDays(1),
    };

    private sealed class Errors : ILogger<NotificationSender>
    {
        internal List<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Ids.Add(eventId.Id);
    }
}
