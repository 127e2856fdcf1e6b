using System.Net;
using System.Text;

namespace Tern.Microsoft365Simulator.Tests.Push;

public sealed class HandshakeTests : IAsyncLifetime
{
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Both_addresses_get_an_empty_post_with_an_encoded_token_and_give_it_back_as_text()
    {
        await _push.SubscribedAsync();

        Assert.Equal(["/push", "/lifecycle"], _push.Listener.Handshakes.Select(h => h.RequestUri!.AbsolutePath));
        Assert.Equal(["", ""], _push.Listener.HandshakeBodies);
        Assert.All(_push.Listener.Handshakes, h =>
        {
            Assert.Equal(HttpMethod.Post, h.Method);
            Assert.Equal("text/plain; charset=utf-8", h.Content!.Headers.ContentType!.ToString());
            Assert.Contains("?validationToken=Validation%3A%20Testing", h.RequestUri!.AbsoluteUri, StringComparison.Ordinal);
        });
        Assert.Equal(201, _push.Simulator.RequestLog.Entries[^1].Status);
    }

    [Theory]
    [InlineData(403, "token", "Subscription validation request failed. HTTP status code is 'Forbidden'.")]
    [InlineData(500, "token", "Subscription validation request failed. HTTP status code is 'InternalServerError'.")]
    [InlineData(202, "token", "Subscription validation request failed. HTTP status code is 'Accepted'.")]
    [InlineData(200, "something else", "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.")]
    public async Task Endpoint_that_answers_otherwise_fails_the_creation(int status, string body, string message)
    {
        _push.Listener.Handshake = token => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body == "token" ? token : body, Encoding.UTF8, "text/plain") };

        var answer = await _push.CreateAsync();

        Assert.Equal((400, "ValidationError"), (answer.Status, Office.ErrorCode(answer.Body)));
        Assert.Equal(message, answer.Body!["error"]!["message"]!.GetValue<string>());
        Assert.Empty(_push.Simulator.Push.Subscriptions);
        Assert.Equal((400, "ValidationError"), (_push.Simulator.RequestLog.Entries[^1].Status, _push.Simulator.RequestLog.Entries[^1].Error));
    }

    [Fact]
    public async Task Endpoint_that_says_nothing_for_ten_seconds_fails_it()
    {
        var handler = new SilentListener();
        using var office = await new Office(outside: handler).SignedInAsync();
        var asked = office.SendJsonAsync(HttpMethod.Post, PushOffice.Subscriptions, $$"""{"changeType":"created","notificationUrl":"https://desk.example/push","resource":"users/support@contoso.example/messages","expirationDateTime":"{{Office.Start.AddHours(2):O}}"}""");
        Assert.False(asked.IsCompleted);

        office.Time.Advance(TimeSpan.FromSeconds(10));
        var (status, body, _) = await asked;

        Assert.Equal((400, "Subscription validation request timed out."), (status, body!["error"]!["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_reached_fails_it()
    {
        _push.Listener.Handshake = _ => throw new HttpRequestException("refused");
        Assert.Equal(400, (await _push.CreateAsync()).Status);
    }

    [Fact]
    public async Task Address_that_is_changed_has_to_prove_itself_again()
    {
        var id = await _push.SubscribedAsync();
        var changed = await _push.PatchAsync(id, """{"notificationUrl":"https://desk.example/push?v=2"}""");
        _push.Listener.Handshake = _ => new HttpResponseMessage(HttpStatusCode.NotFound);
        var refused = await _push.PatchAsync(id, """{"notificationUrl":"https://desk.example/nowhere"}""");

        Assert.Equal((200, "https://desk.example/push?v=2"), (changed.Status, Office.Text(changed.Body!, "notificationUrl")));
        Assert.Contains("?v=2&validationToken=", _push.Listener.Handshakes[2].RequestUri!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal((400, "ValidationError"), (refused.Status, Office.ErrorCode(refused.Body)));
        Assert.Equal("https://desk.example/push?v=2", _push.Subscription.NotificationUrl);
    }

    [Fact]
    public async Task Whoever_does_not_carry_the_calls_gets_the_refusal_of_a_silent_endpoint()
    {
        using var office = await new Office().SignedInAsync();
        var (status, body, _) = await office.SendJsonAsync(HttpMethod.Post, PushOffice.Subscriptions, _push.Wish().ToJsonString());
        Assert.Equal((400, "ValidationError"), (status, Office.ErrorCode(body)));
    }

    private sealed class SilentListener : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            return await never.Task;
        }
    }
}
