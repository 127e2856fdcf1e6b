using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Throttling;

namespace Tern.Microsoft365Simulator.Tests.Throttling;

public sealed class ThrottlingTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Documented_numbers_are_on_from_the_start()
    {
        var settings = _office.Simulator.Settings;
        Assert.Equal((10_000, 4, 150L * 1024 * 1024), (settings.MailboxRequests, settings.MailboxConcurrency, settings.MailboxUpload));
        Assert.Equal((130_000, 5_000, 10_000), (settings.GraphRequests, settings.SubscriptionRequests, settings.TenantSubscriptionRequests));
        Assert.Equal((30, 10_000, 500), (settings.MessagesPerMinute, settings.RecipientsPerDay, settings.RecipientsPerMessage));
    }

    [Fact]
    public async Task Fifth_request_at_once_to_one_mailbox_is_refused()
    {
        _office.Simulator.Settings.MailboxRequestTime = TimeSpan.FromSeconds(1);
        var four = Enumerable.Range(0, 4).Select(_ => _office.SendAsync(HttpMethod.Get, "/messages")).ToList();
        _office.Simulator.Settings.MailboxRequestTime = TimeSpan.Zero;

        var fifth = await _office.SendAsync(HttpMethod.Get, "/messages");
        _office.Time.Advance(TimeSpan.FromSeconds(1));
        var all = await Task.WhenAll(four);
        var after = await _office.SendAsync(HttpMethod.Get, "/messages");

        Assert.Equal((429, "ApplicationThrottled"), (fifth.Status, Office.ErrorCode(fifth.Body)));
        Assert.Equal("Application is over its MailboxConcurrency limit.", fifth.Body!["error"]!["message"]!.GetValue<string>());
        Assert.Equal(TimeSpan.FromSeconds(1), fifth.Response.Headers.RetryAfter!.Delta);
        Assert.All(all, a => Assert.Equal(200, a.Status));
        Assert.Equal(200, after.Status);
    }

    [Fact]
    public async Task Another_mailbox_and_another_application_have_counters_of_their_own()
    {
        _office.Simulator.Users.Add(_office.Tenant, "sales");
        _office.Simulator.Settings.MailboxRequests = 2;
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await _office.SendAsync(HttpMethod.Get, "/messages")).Status);
        }

        statuses.Add((await _office.SendAsync(HttpMethod.Get, "https://graph.microsoft.com/v1.0/users/sales@contoso.example/messages")).Status);
        await ActAsAsync(Other());
        statuses.Add((await _office.SendAsync(HttpMethod.Get, "/messages")).Status);
        await ActAsAsync(_office.App);
        statuses.Add((await _office.SendAsync(HttpMethod.Get, "/messages")).Status);

        Assert.Equal([200, 200, 429, 200, 200, 429], statuses);
    }

    [Fact]
    public async Task Carried_answer_is_in_flight_until_its_carrier_says_that_it_is_over()
    {
        var token = await _office.AppTokenAsync();
        var request = new SimulatedRequest("GET", "https://graph.microsoft.com", "/v1.0/users/support@contoso.example/messages", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"Bearer {token}" }, ReadOnlyMemory<byte>.Empty);
        var four = Enumerable.Range(0, 4).Select(_ => _office.Simulator.Begin(request)).ToList();
        var refused = _office.Simulator.Begin(request).Status;
        _office.Simulator.End(four[0]);

        Assert.Equal((429, 200), (refused, _office.Simulator.Begin(request).Status));
    }

    [Fact]
    public async Task Request_that_nobody_carries_is_over_at_once()
    {
        var token = await _office.AppTokenAsync();
        var request = new SimulatedRequest("GET", "https://graph.microsoft.com", "/v1.0/users/support@contoso.example/messages", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Authorization"] = $"Bearer {token}" }, ReadOnlyMemory<byte>.Empty);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(200, _office.Simulator.Handle(request).Status));
    }

    [Fact]
    public async Task Requests_within_ten_minutes_are_counted_and_the_wait_is_told()
    {
        _office.Simulator.Settings.MailboxRequests = 3;
        for (var i = 0; i < 3; i++)
        {
            await _office.SendAsync(HttpMethod.Get, "/messages");
        }

        _office.Time.Advance(TimeSpan.FromMinutes(4));
        var (status, body, response) = await _office.SendAsync(HttpMethod.Get, "/messages");
        var wait = response.Headers.RetryAfter!.Delta!.Value;
        _office.Time.Advance(wait);

        Assert.Equal((429, "ApplicationThrottled"), (status, Office.ErrorCode(body)));
        Assert.InRange(wait, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        Assert.Equal(200, (await _office.SendAsync(HttpMethod.Get, "/messages")).Status);
    }

    [Fact]
    public async Task Counters_do_not_outlast_a_clock_that_is_put_back()
    {
        _office.Simulator.Settings.MailboxRequests = 1;
        await _office.SendAsync(HttpMethod.Get, "/messages");
        Assert.Equal(429, (await _office.SendAsync(HttpMethod.Get, "/messages")).Status);

        _office.Simulator.Clock.Drive(Office.Start.AddHours(-1));
        await _office.SignedInAsync();

        Assert.Equal(200, (await _office.SendAsync(HttpMethod.Get, "/messages")).Status);
        Assert.Equal(429, (await _office.SendAsync(HttpMethod.Get, "/messages")).Status);
    }

    [Fact]
    public async Task Bytes_upwards_within_five_minutes_are_counted()
    {
        _office.Simulator.Settings.MailboxUpload = 10_000;
        var first = await _office.SendAsync(HttpMethod.Post, "/messages", Office.Base64(Office.Mail("Large", text: new string('x', 5_700))));
        var second = await _office.SendAsync(HttpMethod.Post, "/messages", Office.Base64(Office.Mail("Large", text: new string('x', 5_700))));
        var reading = await _office.SendAsync(HttpMethod.Get, "/messages");
        _office.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        var early = await _office.SendAsync(HttpMethod.Post, "/messages", Office.Base64(Office.Mail("Large", text: new string('x', 5_700))));
        _office.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await _office.SendAsync(HttpMethod.Post, "/messages", Office.Base64(Office.Mail("Large", text: new string('x', 5_700))));

        Assert.Equal((201, 429, 200, 429, 201), (first.Status, second.Status, reading.Status, early.Status, third.Status));
        Assert.Equal(TimeSpan.FromSeconds(1), early.Response.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData(ThrottledForm.ApplicationThrottled, "ApplicationThrottled")]
    [InlineData(ThrottledForm.TooManyRequests, "TooManyRequests")]
    [InlineData(ThrottledForm.ErrorServerBusy, "ErrorServerBusy")]
    public async Task Each_form_that_was_seen_can_be_had(ThrottledForm form, string code)
    {
        (_office.Simulator.Settings.MailboxRequests, _office.Simulator.Settings.ThrottledAs) = (1, form);
        await _office.SendAsync(HttpMethod.Get, "/messages");
        Assert.Equal(code, Office.ErrorCode((await _office.SendAsync(HttpMethod.Get, "/messages")).Body));
    }

    [Fact]
    public async Task Whole_of_Graph_has_a_limit_per_application()
    {
        _office.Simulator.Settings.GraphRequests = 2;
        await _office.GetAsync("/messages");
        await _office.GetAsync("https://graph.microsoft.com/v1.0/users");
        var (status, body) = await _office.GetAsync("/messages");
        Assert.Equal((429, "TooManyRequests"), (status, Office.ErrorCode(body)));

        // Over all tenants, and for no other application.
        var fabrikam = _office.Simulator.Tenants.Add("fabrikam");
        _office.App.IsMultiTenant = true;
        _office.Simulator.Apps.GrantAdminConsent(_office.App, fabrikam);
        await ActAsAsync(_office.App, fabrikam);
        Assert.Equal(429, (await _office.GetAsync("https://graph.microsoft.com/v1.0/users")).Status);
        await ActAsAsync(Other());
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);

        await ActAsAsync(_office.App);
        _office.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(429, (await _office.GetAsync("/messages")).Status);
        _office.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);
    }

    [Theory]
    [InlineData(2, 0, 200)]
    [InlineData(0, 2, 429)]
    public async Task Subscription_service_has_limits_per_application_and_per_tenant(int ofApplication, int ofTenant, int ofAnother)
    {
        (_office.Simulator.Settings.SubscriptionRequests, _office.Simulator.Settings.TenantSubscriptionRequests) = (ofApplication, ofTenant);
        const string url = "https://graph.microsoft.com/v1.0/subscriptions";
        await _office.GetAsync(url);
        await _office.GetAsync(url);
        Assert.Equal(429, (await _office.GetAsync(url)).Status);
        await ActAsAsync(Other());
        Assert.Equal(ofAnother, (await _office.GetAsync(url)).Status);
        await ActAsAsync(_office.App);
        _office.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(429, (await _office.GetAsync(url)).Status);
        _office.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _office.GetAsync(url)).Status);
    }

    [Fact]
    public async Task Zero_switches_every_limit_off()
    {
        var settings = _office.Simulator.Settings;
        (settings.MailboxRequests, settings.MailboxConcurrency, settings.MailboxUpload, settings.GraphRequests) = (0, 0, 0, 0);
        settings.MailboxRequestTime = TimeSpan.FromSeconds(1);
        var many = Enumerable.Range(0, 30).Select(_ => _office.SendAsync(HttpMethod.Get, "/messages")).ToList();
        _office.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await Task.WhenAll(many), a => Assert.Equal(200, a.Status));
    }

    private AppRegistration Other()
    {
        var app = _office.Simulator.Apps.Add(_office.Tenant, "Another desk", applicationPermissions: ["Mail.ReadWrite", "User.Read.All"]);
        _office.Simulator.Apps.AddSecret(app, Office.Secret, Office.Start.AddYears(1));
        _office.Simulator.Apps.GrantAdminConsent(app);
        return app;
    }

    private async Task ActAsAsync(AppRegistration app, Tenant? tenant = null)
    {
        var (_, body) = await _office.AskForTokenAtAsync(
            $"https://login.microsoftonline.com/{(tenant ?? _office.Tenant).Id}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"), ("client_id", app.ClientId), ("client_secret", Office.Secret), ("scope", Office.GraphScope));
        _office.Http.DefaultRequestHeaders.Authorization = new("Bearer", Office.Text(body, "access_token"));
    }
}
