using System.Net;

namespace Tern.Microsoft365Simulator.Tests.Push;

/// <summary>What happens between the handshake and the answer, and what goes while it is not told yet.</summary>
public sealed class SubscriptionRaceTests : IAsyncLifetime
{
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Subscription_deleted_during_the_handshake_is_not_found()
    {
        var id = await _push.SubscribedAsync();
        During(() => _push.Simulator.Push.Remove(_push.Subscription));

        var (status, body, _) = await _push.PatchAsync(id, """{"notificationUrl":"https://desk.example/other"}""");

        Assert.Equal((404, "ResourceNotFound"), (status, Office.ErrorCode(body)));
        Assert.Empty(_push.Simulator.Push.Subscriptions);
    }

    [Fact]
    public async Task Consent_taken_back_during_the_handshake_refuses_the_creation()
    {
        During(() => _push.Simulator.Apps.WithdrawConsent(_push.Office.App));
        var (status, body) = await _push.CreateAsync();

        Assert.Equal((403, "ExtensionError"), (status, Office.ErrorCode(body)));
        Assert.Empty(_push.Simulator.Push.Subscriptions);
    }

    [Fact]
    public async Task Folder_deleted_during_the_handshake_refuses_the_creation()
    {
        var folder = await FolderAsync();
        During(() => _push.Office.Mailbox.Folders.RemoveAll(f => f.DisplayName == "Orders"));
        var (status, body) = await _push.CreateAsync(_push.Wish(resource: $"users/support@contoso.example/mailFolders('{folder}')/messages"));

        Assert.Equal((404, "ExtensionError"), (status, Office.ErrorCode(body)));
    }

    [Fact]
    public async Task What_changed_in_a_folder_is_told_although_the_folder_is_gone()
    {
        var folder = await FolderAsync();
        await _push.SubscribedAsync(_push.Wish(resource: $"users/support@contoso.example/mailFolders('{folder}')/messages"));
        _push.Simulator.Mailboxes.Deliver(_push.Office.Mailbox, Office.Mail("Hi"), "Orders");
        await _push.Office.SendAsync(HttpMethod.Delete, $"/mailFolders/{folder}");
        await _push.PassAsync(TimeSpan.FromSeconds(30), steps: 3);

        Assert.Equal(["created", "deleted"], _push.Listener.Told.Select(n => n["changeType"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Single(_push.Simulator.Push.Subscriptions);
    }

    [Fact]
    public async Task Both_addresses_prove_themselves_when_one_is_changed()
    {
        var id = await _push.SubscribedAsync();
        var before = _push.Listener.Handshakes.Count;
        await _push.PatchAsync(id, """{"notificationUrl":"https://desk.example/other"}""");

        Assert.Equal(["/other", "/lifecycle"], _push.Listener.Handshakes.Skip(before).Select(h => h.RequestUri!.AbsolutePath));
    }

    [Theory]
    [InlineData("{0}", "application/json", false)]
    [InlineData("{0}", "text/html", false)]
    [InlineData(" {0}", "text/plain", false)]
    [InlineData("{0}\n", "text/plain", false)]
    [InlineData("\"{0}\"", "text/plain", false)]
    [InlineData("{0}", "text/plain", true)]
    [InlineData("{0}", "Text/Plain", true)]
    public async Task Only_the_very_token_as_plain_text_proves_an_address(string form, string type, bool isProof)
    {
        _push.Listener.Handshake = token =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(form.Replace("{0}", token, StringComparison.Ordinal)) };
            answer.Content.Headers.ContentType = new(type);
            return answer;
        };
        var (status, body) = await _push.CreateAsync();

        Assert.Equal(isProof ? 201 : 400, status);
        if (!isProof)
        {
            Assert.Equal("ValidationError", Office.ErrorCode(body));
        }
    }

    // Once, while the first of the addresses is asked.
    private void During(Action happens) => _push.Listener.Handshake = token =>
    {
        happens();
        happens = () => { };
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(token) };
    };

    private async Task<string> FolderAsync() =>
        Office.Text((await _push.Office.SendJsonAsync(HttpMethod.Post, "/mailFolders", """{"displayName":"Orders"}""")).Body!, "id");
}
