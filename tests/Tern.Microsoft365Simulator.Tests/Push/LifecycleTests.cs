namespace Tern.Microsoft365Simulator.Tests.Push;

public sealed class LifecycleTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("reauthorizationRequired", true)]
    [InlineData("missed", true)]
    [InlineData("subscriptionRemoved", false)]
    public async Task Each_event_is_told_with_everything_a_client_checks(string name, bool lives)
    {
        var id = await _push.SubscribedAsync();
        _push.Simulator.Push.SendLifecycleEvent(_push.Subscription, name);
        await _push.PassAsync(Soon);

        var told = Assert.Single(_push.Listener.Posts).Body["value"]![0]!.AsObject();
        Assert.Equal((id, name, "desk-secret", _push.Office.Tenant.Id), (Office.Text(told, "subscriptionId"), Office.Text(told, "lifecycleEvent"), Office.Text(told, "clientState"), Office.Text(told, "tenantId")));
        Assert.NotNull(told["subscriptionExpirationDateTime"]);
        Assert.Equal(lives, _push.Simulator.Push.Subscriptions.Count == 1);
    }

    [Fact]
    public async Task Without_the_address_there_is_nobody_to_tell()
    {
        var wish = _push.Wish();
        wish.Remove("lifecycleNotificationUrl");
        await _push.SubscribedAsync(wish);
        _push.Simulator.Push.SendLifecycleEvent(_push.Subscription, "missed");
        await _push.PassAsync(Soon);
        Assert.Empty(_push.Listener.Posts);
    }

    [Fact]
    public async Task End_of_the_token_asks_for_reauthorization_once_and_it_does_not_lengthen_the_subscription()
    {
        var id = await _push.SubscribedAsync();
        await _push.PassAsync(TimeSpan.FromMinutes(90), 90);
        Assert.Equal(["reauthorizationRequired"], _push.Listener.Events);

        await _push.Office.SignedInAsync();
        var end = _push.Subscription.Expires;
        var (status, _, _) = await _push.Office.SendAsync(HttpMethod.Post, $"{PushOffice.Subscriptions}/{id}/reauthorize");
        await _push.PassAsync(TimeSpan.FromMinutes(30), 30);

        Assert.Equal(204, status);
        Assert.Equal(end, _push.Subscription.Expires);
        Assert.Single(_push.Listener.Events);
    }

    [Fact]
    public async Task Renewal_reauthorizes_at_once()
    {
        var id = await _push.SubscribedAsync();
        await _push.PassAsync(TimeSpan.FromMinutes(45));
        await _push.Office.SignedInAsync();
        await _push.PatchAsync(id, """{"expirationDateTime":"2026-03-05T00:00:00Z"}""");
        var until = _push.Subscription.AuthorizedUntil;
        Assert.True(until > Office.Start.AddMinutes(100));
    }

    [Fact]
    public async Task Told_to_pause_it_keeps_what_comes_until_it_is_reauthorized()
    {
        _push.Simulator.Settings.PauseUntilReauthorized = true;
        var id = await _push.SubscribedAsync(_push.Wish("created"));
        await _push.PassAsync(TimeSpan.FromMinutes(91), 91);
        _push.Deliver();
        await _push.PassAsync(TimeSpan.FromMinutes(5), 5);
        Assert.Empty(_push.Listener.Told);

        await _push.Office.SignedInAsync();
        await _push.Office.SendAsync(HttpMethod.Post, $"{PushOffice.Subscriptions}/{id}/reauthorize");
        await _push.PassAsync(Soon);
        Assert.Single(_push.Listener.Told);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("password")]
    [InlineData("disable")]
    [InlineData("grant")]
    [InlineData("consent")]
    [InlineData("delete")]
    public async Task What_ends_a_persons_sign_in_removes_the_subscription(string how)
    {
        var (simulator, office) = (_push.Simulator, _push.Office);
        var refresh = simulator.Grants.IssueRefreshToken(office.App, office.Support, "Mail.Read");
        office.Http.DefaultRequestHeaders.Authorization = new("Bearer", Office.Text((await office.RefreshAsync(refresh)).Body, "access_token"));
        await _push.SubscribedAsync(_push.Wish(resource: "me/messages"));
        office.Time.Advance(TimeSpan.FromMinutes(1));
        switch (how)
        {
            case "revoke":
                simulator.Users.Revoke(office.Support);
                break;
            case "password":
                simulator.Users.ChangePassword(office.Support, Microsoft365Simulator.Entra.PasswordChange.InAdminCenter);
                break;
            case "disable":
                office.Support.IsEnabled = false;
                break;
            case "grant":
                simulator.Grants.Revoke(simulator.Grants.All[0]);
                break;
            case "consent":
                simulator.Apps.WithdrawConsent(office.App);
                break;
            default:
                simulator.Users.Delete(office.Support);
                break;
        }

        await _push.PassAsync(Soon, 2);

        Assert.Equal(["subscriptionRemoved"], _push.Listener.Events);
        Assert.Empty(simulator.Push.Subscriptions);
    }

    [Fact]
    public async Task Consent_withdrawn_removes_the_applications_own_as_well()
    {
        await _push.SubscribedAsync();
        _push.Simulator.Apps.WithdrawConsent(_push.Office.App);
        await _push.PassAsync(Soon, 2);
        Assert.Equal(["subscriptionRemoved"], _push.Listener.Events);
    }

    [Fact]
    public async Task Role_in_Exchange_keeps_it_alive_when_consent_is_withdrawn()
    {
        _push.Simulator.Settings.RolesApplyAfter = TimeSpan.Zero;
        _push.Simulator.Roles.Assign(_push.Office.App, "Application Mail.ReadBasic");
        await _push.SubscribedAsync();
        _push.Simulator.Apps.WithdrawConsent(_push.Office.App);
        await _push.PassAsync(Soon, 2);
        Assert.Empty(_push.Listener.Events);
        Assert.Single(_push.Simulator.Push.Subscriptions);
    }

    [Fact]
    public async Task Events_may_never_come()
    {
        _push.Simulator.Settings.LostLifecycleEvents = 1;
        await _push.SubscribedAsync();
        _push.Simulator.Apps.WithdrawConsent(_push.Office.App);
        await _push.PassAsync(Soon, 2);

        Assert.Empty(_push.Listener.Events);
        Assert.Empty(_push.Simulator.Push.Subscriptions);
    }
}
