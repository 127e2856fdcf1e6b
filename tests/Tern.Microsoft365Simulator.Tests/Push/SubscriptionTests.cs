using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Push;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync() => _push = await PushOffice.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Creation_answers_201_with_the_same_plus_id_and_owner_and_without_secrets()
    {
        var (status, body) = await _push.CreateAsync();

        Assert.Equal(201, status);
        Assert.Equal(_push.Office.App.ClientId, Office.Text(body!, "applicationId"));
        Assert.Equal("created,updated,deleted", Office.Text(body!, "changeType"));
        Assert.Equal("v1_2", Office.Text(body!, "latestSupportedTlsVersion"));
        Assert.True(Guid.TryParse(Office.Text(body!, "id"), out _));
        foreach (var name in new[] { "clientState", "encryptionCertificate", "notificationContentType", "notificationQueryOptions", "notificationUrlAppId" })
        {
            Assert.True(body!.ContainsKey(name));
            Assert.Null(body[name]);
        }
    }

    [Fact]
    public async Task Creation_answers_with_these_fields_and_what_was_asked_for()
    {
        var wish = _push.Wish();
        wish["latestSupportedTlsVersion"] = "v1_3";
        var (_, body) = await _push.CreateAsync(wish);

        Assert.Equal(
            [
                "@odata.context", "id", "resource", "applicationId", "changeType", "clientState", "notificationUrl", "notificationQueryOptions",
                "notificationContentType", "lifecycleNotificationUrl", "expirationDateTime", "creatorId", "includeResourceData",
                "latestSupportedTlsVersion", "encryptionCertificate", "encryptionCertificateId", "notificationUrlAppId",
            ],
            body!.Select(p => p.Key));
        foreach (var name in new[] { "resource", "changeType", "notificationUrl", "lifecycleNotificationUrl", "latestSupportedTlsVersion" })
        {
            Assert.Equal(Office.Text(wish, name), Office.Text(body!, name));
        }

        Assert.Equal("https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity", Office.Text(body!, "@odata.context"));
        Assert.Equal(_push.Office.App.ClientId, Office.Text(body!, "creatorId"));
        Assert.Equal("2026-03-03T08:00:00Z", Office.Text(body!, "expirationDateTime"));
        Assert.Null(body!["includeResourceData"]);
        Assert.Equal(1000, new Microsoft365Simulator.State.Settings().SubscriptionsPerMailbox);
    }

    [Fact]
    public async Task Object_id_names_the_mailbox_also_after_the_person_was_renamed()
    {
        var support = _push.Office.Support;
        support.UserPrincipalName = "help@contoso.example";

        var (status, body) = await _push.CreateAsync(_push.Wish(resource: $"users/{support.Id}/messages"));

        Assert.Equal((201, $"users/{support.Id}/messages"), (status, Office.Text(body!, "resource")));
        Assert.Equal(404, (await _push.CreateAsync(_push.Wish(resource: "users/gone@contoso.example/messages"))).Status);
    }

    [Theory]
    [InlineData("users/support@contoso.example/messages", 201)]
    [InlineData("/users/support@contoso.example/messages", 201)]
    [InlineData("users('support@contoso.example')/mailFolders('inbox')/messages", 201)]
    [InlineData("users/support@contoso.example/mailfolders/inbox/messages", 201)]
    [InlineData("users/support@contoso.example/mailFolders('Inbox')/messages", 201)]
    [InlineData("me/messages", 400)]
    [InlineData("users/support@contoso.example/events", 400)]
    [InlineData("users/nobody@contoso.example/messages", 404)]
    [InlineData("users/support@contoso.example/mailFolders('AAAA')/messages", 400)]
    public async Task Resource_is_a_mailbox_or_a_folder_of_it(string resource, int status) =>
        Assert.Equal(status, (await _push.CreateAsync(_push.Wish(resource: resource))).Status);

    [Theory]
    [InlineData("changeType", "moved")]
    [InlineData("changeType", null)]
    [InlineData("notificationUrl", "http://desk.example/push")]
    [InlineData("notificationUrl", "http://127.0.0.1/push")]
    [InlineData("notificationUrl", "desk")]
    [InlineData("notificationUrl", null)]
    [InlineData("lifecycleNotificationUrl", "http://desk.example/lifecycle")]
    [InlineData("resource", null)]
    [InlineData("expirationDateTime", "soon")]
    [InlineData("expirationDateTime", "2020-01-01T00:00:00Z")]
    [InlineData("latestSupportedTlsVersion", "v9")]
    public async Task What_is_missing_or_wrong_is_refused(string name, string? value)
    {
        var wish = _push.Wish();
        wish[name] = value;

        var (status, body) = await _push.CreateAsync(wish);

        Assert.Equal((400, "InvalidRequest"), (status, Office.ErrorCode(body)));
        Assert.Empty(_push.Listener.Handshakes);
    }

    [Theory]
    [InlineData(128, 201)]
    [InlineData(129, 400)]
    public async Task ClientState_has_at_most_128_characters(int length, int status)
    {
        var wish = _push.Wish();
        wish["clientState"] = new string('x', length);

        Assert.Equal(status, (await _push.CreateAsync(wish)).Status);
    }

    [Fact]
    public async Task Developer_may_listen_on_loopback_without_a_certificate_when_told_so()
    {
        _push.Simulator.Settings.AllowHttpOnLoopback = true;
        var wish = _push.Wish();
        wish["notificationUrl"] = "http://127.0.0.1:5080/push";
        wish["lifecycleNotificationUrl"] = "http://localhost:5080/lifecycle";
        var elsewhere = _push.Wish();
        elsewhere["notificationUrl"] = "http://desk.example/push";

        Assert.Equal(201, (await _push.CreateAsync(wish)).Status);
        Assert.Equal(400, (await _push.CreateAsync(elsewhere)).Status);
    }

    [Theory]
    [InlineData(10_080, 201)]
    [InlineData(10_081, 400)]
    public async Task Longest_life_is_10080_minutes(double minutes, int status)
    {
        var answer = await _push.CreateAsync(_push.Wish(minutes: minutes));

        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Equal("ExtensionError", Office.ErrorCode(answer.Body));
            Assert.Equal("Subscription expiration can only be 10080 minutes in the future.", answer.Body!["error"]!["message"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task The_bound_can_be_the_old_4230_minutes()
    {
        _push.Simulator.Settings.LongestSubscription = TimeSpan.FromMinutes(4_230);
        Assert.Equal(400, (await _push.CreateAsync(_push.Wish(minutes: 4_231))).Status);
        Assert.Equal(201, (await _push.CreateAsync(_push.Wish(minutes: 4_229))).Status);
    }

    [Fact]
    public async Task Life_under_45_minutes_is_raised_to_45()
    {
        var (_, body) = await _push.CreateAsync(_push.Wish(minutes: 5));
        Assert.Equal("2026-03-02T08:45:00Z", Office.Text(body!, "expirationDateTime"));
    }

    [Fact]
    public async Task Second_one_for_the_same_resource_and_changes_is_refused_with_409()
    {
        await _push.SubscribedAsync();

        var twin = await _push.CreateAsync(_push.Wish(changeType: "deleted,created,updated"));
        var other = await _push.CreateAsync(_push.Wish(changeType: "created"));

        Assert.Equal((409, "ExtensionError", 201), (twin.Status, Office.ErrorCode(twin.Body), other.Status));
    }

    [Fact]
    public async Task Mailbox_has_room_for_a_limited_number_over_all_applications()
    {
        _push.Simulator.Settings.SubscriptionsPerMailbox = 2;
        await _push.SubscribedAsync();
        await _push.SubscribedAsync(_push.Wish(changeType: "created"));

        var (status, body) = await _push.CreateAsync(_push.Wish(changeType: "deleted"));

        Assert.Equal((403, "ExtensionError"), (status, Office.ErrorCode(body)));
        Assert.Contains("Maximum number of subscriptions", body!["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permission_to_read_is_needed()
    {
        var writer = _push.Simulator.Apps.Add(_push.Office.Tenant, "Sender", applicationPermissions: ["Mail.Send"]);
        Assert.Equal(403, await CreateAsAsync(writer));
        var reader = _push.Simulator.Apps.Add(_push.Office.Tenant, "Reader", applicationPermissions: ["Mail.ReadBasic.All"]);
        Assert.Equal(201, await CreateAsAsync(reader));
    }

    [Fact]
    public async Task Write_permission_may_not_be_honoured()
    {
        _push.Simulator.Settings.ReadWriteMaySubscribe = false;
        var (status, body) = await _push.CreateAsync();
        Assert.Equal((403, "ExtensionError"), (status, Office.ErrorCode(body)));
    }

    [Fact]
    public async Task Person_subscribes_to_the_own_mailbox_only()
    {
        var anna = _push.Simulator.Users.Add(_push.Office.Tenant, "anna");
        _push.Simulator.Users.Delegate(_push.Office.Support, anna);
        var refresh = _push.Simulator.Grants.IssueRefreshToken(_push.Office.App, anna, "Mail.Read", "Mail.Read.Shared");
        _push.Office.Http.DefaultRequestHeaders.Authorization = new("Bearer", Office.Text((await _push.Office.RefreshAsync(refresh)).Body, "access_token"));

        Assert.Equal(403, (await _push.CreateAsync()).Status);
        Assert.Equal(201, (await _push.CreateAsync(_push.Wish(resource: "me/mailFolders('inbox')/messages"))).Status);
        Assert.Equal(anna.Id, Office.Text((await _push.Office.GetAsync(PushOffice.Subscriptions)).Body["value"]![0]!.AsObject(), "creatorId"));
    }

    [Fact]
    public async Task Only_the_own_ones_are_seen_changed_and_deleted()
    {
        var id = await _push.SubscribedAsync();
        var own = await _push.Office.GetAsync($"{PushOffice.Subscriptions}/{id}");
        var other = _push.Simulator.Apps.Add(_push.Office.Tenant, "Other", applicationPermissions: ["Mail.Read"]);
        await SignInAsAsync(other);

        Assert.Equal(200, own.Status);
        Assert.Empty((JsonArray)(await _push.Office.GetAsync(PushOffice.Subscriptions)).Body["value"]!);
        Assert.Equal(404, (await _push.Office.GetAsync($"{PushOffice.Subscriptions}/{id}")).Status);
        Assert.Equal(404, (await _push.PatchAsync(id, "{}")).Status);
        Assert.Equal(404, (await _push.Office.SendAsync(HttpMethod.Delete, $"{PushOffice.Subscriptions}/{id}")).Status);
    }

    [Fact]
    public async Task Renewal_moves_the_end_and_nothing_else_but_the_address()
    {
        var id = await _push.SubscribedAsync();
        _push.Office.Time.Advance(TimeSpan.FromMinutes(30));

        var renewed = await _push.PatchAsync(id, """{"expirationDateTime":"2026-03-05T00:00:00Z"}""");
        var tooFar = await _push.PatchAsync(id, """{"expirationDateTime":"2026-03-25T00:00:00Z"}""");
        var lifecycle = await _push.PatchAsync(id, """{"lifecycleNotificationUrl":"https://desk.example/later"}""");

        Assert.Equal((200, "2026-03-05T00:00:00Z"), (renewed.Status, Office.Text(renewed.Body!, "expirationDateTime")));
        Assert.Equal((400, "ExtensionError"), (tooFar.Status, Office.ErrorCode(tooFar.Body)));
        Assert.Equal((400, "InvalidRequest"), (lifecycle.Status, Office.ErrorCode(lifecycle.Body)));
    }

    [Fact]
    public async Task Expired_one_is_gone_without_any_event()
    {
        var id = await _push.SubscribedAsync();
        await _push.PassAsync(TimeSpan.FromMinutes(30));
        _push.Simulator.Settings.ReauthorizeBefore = TimeSpan.FromMinutes(-100_000);
        await _push.PassAsync(TimeSpan.FromDays(2));
        await _push.Office.SignedInAsync();

        var answer = await _push.PatchAsync(id, """{"expirationDateTime":"2026-03-05T00:00:00Z"}""");

        Assert.Equal((404, "ResourceNotFound"), (answer.Status, Office.ErrorCode(answer.Body)));
        Assert.Empty(_push.Listener.Events);
    }

    [Fact]
    public async Task Deletion_answers_204_and_then_there_is_none()
    {
        var id = await _push.SubscribedAsync();
        Assert.Equal(204, (await _push.Office.SendAsync(HttpMethod.Delete, $"{PushOffice.Subscriptions}/{id}")).Status);
        Assert.Equal(404, (await _push.Office.SendAsync(HttpMethod.Delete, $"{PushOffice.Subscriptions}/{id}")).Status);
    }

    [Fact]
    public async Task Lost_201_leaves_one_that_the_next_creation_meets()
    {
        _push.Simulator.Faults.Add(new Fault { Method = "POST", Path = "/v1.0/subscriptions", Cut = Cut.AfterEffect, Times = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => _push.CreateAsync());

        Assert.Equal(409, (await _push.CreateAsync()).Status);
        Assert.Single((JsonArray)(await _push.Office.GetAsync(PushOffice.Subscriptions)).Body["value"]!);
    }

    private async Task SignInAsAsync(Microsoft365Simulator.Entra.AppRegistration app)
    {
        _push.Simulator.Apps.AddSecret(app, "x", Office.Start.AddYears(1));
        _push.Simulator.Apps.GrantAdminConsent(app);
        var (_, token) = await _push.Office.AskForTokenAsync(
            ("grant_type", "client_credentials"), ("client_id", app.ClientId), ("client_secret", "x"), ("scope", Office.GraphScope));
        _push.Office.Http.DefaultRequestHeaders.Authorization = new("Bearer", Office.Text(token, "access_token"));
    }

    private async Task<int> CreateAsAsync(Microsoft365Simulator.Entra.AppRegistration app)
    {
        await SignInAsAsync(app);
        return (await _push.CreateAsync()).Status;
    }
}
