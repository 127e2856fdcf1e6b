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
        _office.Time.Advance(TimeSpan.FromHours(24));
        await _office.SignedInAsync();
        Assert.Equal(202, await SendAsync("c@customer.example"));
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_office.Simulator.Customers.Inbox("c@customer.example"));
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

    [Fact]
    public async Task Senders_of_the_onmicrosoft_domain_reach_few_outside()
    {
        _office.Support.Mail = "support@contoso.onmicrosoft.com";
        await SendAsync(string.Join(", ", Enumerable.Range(0, 100).Select(i => $"c{i}@customer.example")));
        await SendAsync();
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("550 5.7.236", Encoding.UTF8.GetString(Assert.Single(_office.Mailbox.In("inbox")).Raw.Span), StringComparison.Ordinal);
    }

    private async Task<int> SendAsync(string to = "ann@customer.example") =>
        (await _office.SendAsync(HttpMethod.Post, "/sendMail", Office.Base64(Encoding.UTF8.GetBytes($"To: {to}\r\nSubject: x\r\n\r\ny\r\n")))).Status;
}
