using System.Net;
using Microsoft.Graph;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.Tests.Push;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using Subscription = Microsoft.Graph.Models.Subscription;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client subscribes, renews, reauthorizes and is refused.</summary>
public sealed class GraphSubscriptionTests : IDisposable
{
    private readonly Listener _listener = new();
    private readonly HttpClient _outside;
    private readonly Stranger _stranger;
    private readonly GraphServiceClient _graph;

    public GraphSubscriptionTests()
    {
        _outside = new HttpClient(_listener);
        _stranger = new Stranger(_outside);
        _graph = _stranger.Graph();
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _outside.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_subscription_is_created_listed_read_renewed_reauthorized_and_deleted()
    {
        var created = (await _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct))!;
        Assert.Null(created.ClientState);
        Assert.Equal(_stranger.App.ClientId, created.ApplicationId);

        var listed = Assert.Single((await _graph.Subscriptions.GetAsync(cancellationToken: Ct))!.Value!);
        var read = (await _graph.Subscriptions[created.Id].GetAsync(cancellationToken: Ct))!;
        var end = TimeProvider.System.GetUtcNow().AddDays(5);
        var renewed = (await _graph.Subscriptions[created.Id].PatchAsync(new Subscription { ExpirationDateTime = end }, cancellationToken: Ct))!;
        await _graph.Subscriptions[created.Id].Reauthorize.PostAsync(cancellationToken: Ct);
        await _graph.Subscriptions[created.Id].DeleteAsync(cancellationToken: Ct);

        Assert.Equal((created.Id, created.Id), (listed.Id, read.Id));
        Assert.InRange(renewed.ExpirationDateTime!.Value, end.AddSeconds(-1), end.AddSeconds(1));
        await Refusal.OfAsync(404, "ResourceNotFound", () => _graph.Subscriptions[created.Id].GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task A_notification_leads_to_the_message()
    {
        await _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct);
        _stranger.Deliver("Printer");
        _stranger.Simulator.Clock.Advance(TimeSpan.FromSeconds(10));
        await new PushCarrier(_stranger.Simulator, _outside, TimeProvider.System).DeliverDueAsync(Ct);

        var told = Assert.Single(_listener.Told);
        var message = await _graph.Users[_stranger.Support.Id].Messages[told["resourceData"]!["id"]!.GetValue<string>()].GetAsync(cancellationToken: Ct);
        Assert.Equal("Printer", message!.Subject);
    }

    [Fact]
    public async Task A_handshake_that_fails_refuses_the_creation()
    {
        _listener.Handshake = _ => new HttpResponseMessage(HttpStatusCode.Forbidden);
        var error = await Refusal.OfAsync(400, "ValidationError", () => _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct));
        Assert.Equal("Subscription validation request failed. HTTP status code is 'Forbidden'.", error.Error!.Message);
    }

    [Fact]
    public async Task An_end_beyond_the_bound_is_refused()
    {
        var wish = Wish();
        wish.ExpirationDateTime = TimeProvider.System.GetUtcNow().AddDays(8);
        var error = await Refusal.OfAsync(400, "ExtensionError", () => _graph.Subscriptions.PostAsync(wish, cancellationToken: Ct));
        Assert.Equal("Subscription expiration can only be 10080 minutes in the future.", error.Error!.Message);
    }

    [Fact]
    public Task Http_is_refused()
    {
        var wish = Wish();
        wish.NotificationUrl = "http://desk.example/push";
        return Refusal.OfAsync(400, "InvalidRequest", () => _graph.Subscriptions.PostAsync(wish, cancellationToken: Ct));
    }

    [Theory]
    [InlineData("?$select=foo", true)]
    [InlineData("?$select=foo", false)]
    [InlineData("?$select=subject,Body", true)]
    [InlineData("?$select=UNIQUEBODY", true)]
    [InlineData("?$select=*", true)]
    [InlineData("?$filter=isRead eq false", false)]
    [InlineData("?$select=subject&$expand=attachments", true)]
    public async Task A_query_of_the_resource_that_Outlook_does_not_take_is_refused(string query, bool withData)
    {
        var wish = Wish();
        wish.Resource += query;
        if (withData)
        {
            (wish.IncludeResourceData, wish.EncryptionCertificateId, wish.EncryptionCertificate) = (true, "c", "AAAA");
            wish.ExpirationDateTime = TimeProvider.System.GetUtcNow().AddHours(1);
        }

        var error = await Refusal.OfAsync(400, "InvalidRequest", () => _graph.Subscriptions.PostAsync(wish, cancellationToken: Ct));
        Assert.DoesNotContain("certificate", error.Error!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_stranger.Simulator.Push.Subscriptions);
    }

    [Fact]
    public async Task A_second_one_is_refused()
    {
        await _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct);
        await Refusal.OfAsync(409, "ExtensionError", () => _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct));
    }

    [Fact]
    public async Task A_crowded_mailbox_refuses_one_more()
    {
        _stranger.Simulator.Settings.SubscriptionsPerMailbox = 1;
        await _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct);
        var more = Wish();
        more.ChangeType = "deleted";
        await Refusal.OfAsync(403, "ExtensionError", () => _graph.Subscriptions.PostAsync(more, cancellationToken: Ct));
    }

    [Fact]
    public Task A_mailbox_that_is_not_there_refuses()
    {
        var wish = Wish();
        wish.Resource = "users/nobody@contoso.example/messages";
        return Refusal.OfAsync(404, "ExtensionError", () => _graph.Subscriptions.PostAsync(wish, cancellationToken: Ct));
    }

    [Fact]
    public Task A_mailbox_out_of_use_refuses()
    {
        _stranger.Support.IsLicensed = false;
        return Refusal.OfAsync(404, "ExtensionError", () => _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct));
    }

    [Fact]
    public async Task An_expired_one_cannot_be_renewed()
    {
        var created = (await _graph.Subscriptions.PostAsync(Wish(), cancellationToken: Ct))!;
        _stranger.Simulator.Push.Remove(_stranger.Simulator.Push.Subscriptions[0]);
        await Refusal.OfAsync(404, "ResourceNotFound", () => _graph.Subscriptions[created.Id].PatchAsync(
            new Subscription { ExpirationDateTime = TimeProvider.System.GetUtcNow().AddDays(2) }, cancellationToken: Ct));
    }

    [Fact]
    public async Task Too_many_requests_to_the_subscription_service_are_refused()
    {
        _stranger.Simulator.Settings.SubscriptionRequests = 1;
        await _graph.Subscriptions.GetAsync(cancellationToken: Ct);
        await Refusal.OfAsync(429, "TooManyRequests", () => _graph.Subscriptions.GetAsync(Refusal.AtOnce, Ct));
    }

    private Subscription Wish() => new()
    {
        ChangeType = "created",
        NotificationUrl = Listener.Address,
        LifecycleNotificationUrl = Listener.LifecycleAddress,
        Resource = $"users/{_stranger.Support.Id}/mailFolders('inbox')/messages",
        ExpirationDateTime = TimeProvider.System.GetUtcNow().AddDays(3),
        ClientState = "secret",
    };
}
