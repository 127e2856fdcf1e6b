using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Tern.Microsoft365Simulator.Mailboxes;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using Message = Microsoft.Graph.Models.Message;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>What Microsoft has not confirmed can be had both ways.</summary>
public sealed class UnconfirmedTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Threading_properties_leave_or_stay(bool leave)
    {
        _desk.Simulator.Settings.ThreadingPropertiesLeave = leave;
        var draft = await DraftAsync(new SingleValueLegacyExtendedProperty { Id = "String 0x1042", Value = "<question@customer.example>" });
        await _desk.User.Messages[draft.Id].Send.PostAsync(cancellationToken: Ct);
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        var received = MessageFacts.Read(_desk.Simulator.Customers.Inbox("ann@customer.example").Single().Raw);
        Assert.Equal(leave ? "<question@customer.example>" : null, received.InReplyTo);
    }

    [Theory]
    [InlineData(404, "ErrorItemNotFound")]
    [InlineData(400, "ErrorInvalidOperation")]
    public async Task A_second_send_is_refused_as_the_switch_says(int status, string code)
    {
        _desk.Simulator.Settings.SecondSendStatus = status;
        var draft = await DraftAsync();
        var immutable = _desk.Simulator.Mailboxes.IdOf(_desk.Mailbox, _desk.Mailbox.In("drafts").Single());
        await _desk.User.Messages[draft.Id].Send.PostAsync(cancellationToken: Ct);

        await Refusal.OfAsync(status, code, () => _desk.User.Messages[immutable].Send.PostAsync(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""), Ct));
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_desk.Simulator.Customers.Inbox("ann@customer.example"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Four_at_once_may_count_for_the_application(bool perApplication)
    {
        var other = _desk.Simulator.Users.Add(_desk.Stranger.Tenant, "sales");
        await _desk.User.Messages.GetAsync(cancellationToken: Ct);
        var settings = _desk.Simulator.Settings;
        (settings.MailboxConcurrency, settings.ConcurrencyPerApplication, settings.MailboxRequestTime) = (1, perApplication, TimeSpan.FromSeconds(0.5));
        var busy = _desk.User.Messages.GetAsync(Refusal.AtOnce, Ct);

        var elsewhere = () => (Task)_desk.Graph.Users[other.Mail].Messages.GetAsync(Refusal.AtOnce, Ct);
        if (perApplication)
        {
            await Refusal.OfAsync(429, "ApplicationThrottled", elsewhere);
        }
        else
        {
            await elsewhere();
        }

        await busy;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_storm_may_tell_how_long_to_wait(int seconds)
    {
        _desk.Simulator.Settings.UnavailableRetryAfter = TimeSpan.FromSeconds(seconds);
        _desk.Simulator.Faults.Add(new Fault { Class = "G2", Times = 1 });

        var refused = await Assert.ThrowsAsync<ODataError>(() => _desk.User.Messages.GetAsync(Refusal.AtOnce, Ct));

        Assert.Equal(503, refused.ResponseStatusCode);
        Assert.Equal(seconds > 0, refused.ResponseHeaders!.TryGetValue("Retry-After", out var wait) && wait.Single() == "30");
    }

    private async Task<Message> DraftAsync(params SingleValueLegacyExtendedProperty[] properties) => (await _desk.User.Messages.PostAsync(
        new Message
        {
            Subject = "Answer",
            Body = new ItemBody { ContentType = BodyType.Text, Content = "Here it is." },
            ToRecipients = [new() { EmailAddress = new() { Address = "ann@customer.example" } }],
            SingleValueExtendedProperties = [.. properties],
        },
        cancellationToken: Ct))!;
}
