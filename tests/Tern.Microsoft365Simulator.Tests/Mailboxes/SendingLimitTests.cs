using System.Text;

namespace Tern.Microsoft365Simulator.Tests.Mailboxes;

public sealed class SendingLimitTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Thirty_messages_a_minute_leave_at_once_and_the_others_wait_their_turn()
    {
        for (var i = 0; i < 65; i++)
        {
            Assert.Equal(202, await SendAsync());
        }

        var delivered = new List<int>();
        foreach (var seconds in new[] { 2, 60, 60 })
        {
            _office.Time.Advance(TimeSpan.FromSeconds(seconds));
            delivered.Add(_office.Simulator.Customers.Inbox("ann@customer.example").Count);
        }

        Assert.Equal([30, 60, 65], delivered);
    }

    [Fact]
    public async Task Over_thirty_a_minute_a_send_can_be_refused_until_there_is_room()
    {
        _office.Simulator.Settings.RefuseOverRate = true;
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(202, await SendAsync());
        }

        _office.Time.Advance(TimeSpan.FromSeconds(20));
        var id = await _office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "bob@customer.example"));
        var (status, body, response) = await _office.SendAsync(HttpMethod.Post, $"/messages/{id}/send");
        Assert.Equal((429, "ApplicationThrottled", TimeSpan.FromSeconds(40)), (status, Office.ErrorCode(body), response.Headers.RetryAfter!.Delta));

        _office.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(202, (await _office.SendAsync(HttpMethod.Post, $"/messages/{id}/send")).Status);
        _office.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(30, _office.Simulator.Customers.Inbox("ann@customer.example").Count);
        Assert.Single(_office.Simulator.Customers.Inbox("bob@customer.example"));
    }

    [Fact]
    public async Task Copy_in_Sent_Items_lags_with_the_submission()
    {
        _office.Simulator.Settings.MessagesPerMinute = 1;
        await SendAsync();
        await SendAsync();
        _office.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(_office.Mailbox.In("sentitems"));
        Assert.Single(_office.Mailbox.In("drafts"));
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _office.Mailbox.In("sentitems").Count);
    }

    [Fact]
    public async Task Daily_recipients_roll_over_24_hours_and_what_is_over_comes_back()
    {
        _office.Simulator.Settings.RecipientsPerDay = 3;
        await SendAsync("a@customer.example, b@customer.example");
        Assert.Equal(202, await SendAsync("c@customer.example, d@customer.example"));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        var report = Encoding.UTF8.GetString(_office.Mailbox.In("inbox")[0].Raw.Span);
        Assert.Contains("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", report, StringComparison.Ordinal);
        Assert.Empty(_office.Simulator.Customers.Inbox("c@customer.example"));

        // What came back does not count, so one more may leave; at 23:59 it is still too much, and at 24:00 only the first two have rolled out.
        Assert.True(await LeavesAsync(TimeSpan.FromHours(12), "e@customer.example"));
        Assert.False(await LeavesAsync(new TimeSpan(23, 59, 0), "f@customer.example"));
        Assert.False(await LeavesAsync(TimeSpan.FromHours(24), "g@customer.example, h@customer.example, i@customer.example"));
        Assert.True(await LeavesAsync(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(10), "j@customer.example, k@customer.example"));
        Assert.False(await LeavesAsync(TimeSpan.FromHours(35), "l@customer.example"));
        Assert.True(await LeavesAsync(TimeSpan.FromHours(36), "m@customer.example"));
    }

    [Fact]
    public async Task Over_the_daily_limit_a_send_can_be_refused_at_once()
    {
        (_office.Simulator.Settings.RecipientsPerDay, _office.Simulator.Settings.RefuseOverQuota) = (1, true);
        await SendAsync();
        Assert.Equal(429, await SendAsync());
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public async Task Message_has_at_most_500_recipients(int recipients, bool comesBack)
    {
        await SendAsync(string.Join(", ", Enumerable.Range(0, recipients).Select(i => $"c{i}@customer.example")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(comesBack, _office.Mailbox.In("inbox").Count == 1);
        if (comesBack)
        {
            Assert.Contains("550 5.5.3 RESOLVER.ADR.RecipLimit", Encoding.UTF8.GetString(_office.Mailbox.In("inbox")[0].Raw.Span), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 2, true)]
    [InlineData(1000, 1000, false)]
    public async Task An_administrator_chooses_how_many_recipients_a_message_may_have(int most, int recipients, bool comesBack)
    {
        _office.Simulator.Settings.RecipientsPerMessage = most;
        await SendAsync(string.Join(", ", Enumerable.Range(0, recipients).Select(i => $"c{i}@customer.example")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(comesBack, _office.Mailbox.In("inbox").Count == 1);
    }

    [Theory]
    [InlineData(false, "550 5.7.233")]
    [InlineData(true, "550 5.7.232")]
    public async Task Tenant_has_a_limit_of_recipients_outside(bool isTrial, string diagnostic)
    {
        _office.Tenant.IsTrial = isTrial;
        _office.Simulator.Settings.ExternalRecipientsPerDay = 1;
        _office.Simulator.Users.Add(_office.Tenant, "sales");
        await SendAsync();
        await SendAsync("sales@contoso.example");
        await SendAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains(diagnostic, Encoding.UTF8.GetString(Assert.Single(_office.Mailbox.In("inbox")).Raw.Span), StringComparison.Ordinal);
        Assert.Single(_office.Simulator.Mailboxes["sales@contoso.example"].In("inbox"));
    }

    [Fact]
    public async Task Limit_of_a_tenant_follows_from_its_licences_unless_it_is_a_trial()
    {
        _office.Tenant.IsTrial = true;
        _office.Simulator.Settings.RecipientsPerMessage = 0;
        _office.Simulator.Settings.RecipientsPerDay = 0;
        await SendAsync(string.Join(", ", Enumerable.Range(0, 5_001).Select(i => $"c{i}@customer.example")));
        _office.Tenant.IsTrial = false;
        await SendAsync(string.Join(", ", Enumerable.Range(0, 5_001).Select(i => $"d{i}@customer.example")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(_office.Mailbox.In("inbox"));
        Assert.Single(_office.Simulator.Customers.Inbox("d5000@customer.example"));
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(3, 10_819)]
    public async Task Limit_of_a_tenant_is_500_times_its_licences_to_the_power_of_seven_tenths_and_9500(int more, int limit)
    {
        _office.Simulator.Settings.RecipientsPerMessage = 0;
        _office.Simulator.Settings.RecipientsPerDay = 0;
        for (var i = 0; i < more; i++)
        {
            _office.Simulator.Users.Add(_office.Tenant, $"agent{i}");
        }

        _office.Simulator.Users.Add(_office.Tenant, "team", isShared: true);
        await SendAsync(string.Join(", ", Enumerable.Range(0, limit).Select(i => $"c{i}@customer.example")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_office.Mailbox.In("inbox"));
        await SendAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_office.Mailbox.In("inbox"));
    }

    [Fact]
    public async Task Senders_of_the_onmicrosoft_domain_reach_few_outside()
    {
        var sales = _office.Simulator.Users.Add(_office.Tenant, "sales");
        (_office.Support.Mail, sales.Mail) = ("support@contoso.onmicrosoft.com", "sales@contoso.onmicrosoft.com");
        await SendAsync(string.Join(", ", Enumerable.Range(0, 60).Select(i => $"c{i}@customer.example")));
        await SendAsync(string.Join(", ", Enumerable.Range(60, 40).Select(i => $"c{i}@customer.example")), "https://graph.microsoft.com/v1.0/users/sales@contoso.example");
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_office.Simulator.Customers.Inbox("c59@customer.example"));
        Assert.Single(_office.Simulator.Customers.Inbox("c99@customer.example"));

        Assert.False(await LeavesAsync(new TimeSpan(23, 59, 0), "f@customer.example"));
        Assert.True(await LeavesAsync(TimeSpan.FromHours(24), "g@customer.example"));
        Assert.Contains("550 5.7.236", Encoding.UTF8.GetString(Assert.Single(_office.Mailbox.In("inbox")).Raw.Span), StringComparison.Ordinal);
    }

    /// <summary>Sends so long after the start, and tells whether it left.</summary>
    private async Task<bool> LeavesAsync(TimeSpan after, string to)
    {
        _office.Simulator.Clock.Drive(Office.Start + after);
        await _office.SignedInAsync();
        var reports = _office.Mailbox.In("inbox").Count;
        Assert.Equal(202, await SendAsync(to));
        _office.Simulator.Clock.Advance(TimeSpan.FromSeconds(5));
        var left = to.Split(", ").All(address => _office.Simulator.Customers.Inbox(address).Count > 0);
        Assert.Equal(left ? reports : reports + 1, _office.Mailbox.In("inbox").Count);
        return left;
    }

    private async Task<int> SendAsync(string to = "ann@customer.example", string mailbox = "") =>
        (await _office.SendAsync(HttpMethod.Post, mailbox + "/sendMail", Office.Base64(Encoding.UTF8.GetBytes($"To: {to}\r\nSubject: x\r\n\r\ny\r\n")))).Status;
}
