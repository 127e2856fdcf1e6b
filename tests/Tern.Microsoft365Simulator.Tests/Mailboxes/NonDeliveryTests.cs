using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Mailboxes;

public sealed class NonDeliveryTests : IAsyncLifetime
{
    private const string Ours = "<ours-1@contoso.example>";
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Unknown_recipient_inside_comes_back_as_a_proper_report_with_the_original_Message_ID()
    {
        await SendAsync("nobody@contoso.example");

        var stored = Assert.Single(_office.Mailbox.In("inbox"));
        using var stream = new MemoryStream(stored.Raw.ToArray());
        var report = await MimeMessage.LoadAsync(stream, Office.Ct);
        var parts = Assert.IsType<MultipartReport>(report.Body);
        Assert.Equal("delivery-status", parts.ReportType);
        var status = Assert.IsType<MessageDeliveryStatus>(parts[1]).StatusGroups;
        Assert.Equal("dns;SIM000.prod.outlook.com", status[0]["Reporting-MTA"]);
        Assert.Equal(("rfc822;nobody@contoso.example", "failed", "5.1.10"), (status[1]["Final-Recipient"], status[1]["Action"], status[1]["Status"]));
        Assert.StartsWith("smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound", status[1]["Diagnostic-Code"], StringComparison.Ordinal);
        Assert.Equal(Ours.Trim('<', '>'), Assert.IsType<MessagePart>(parts[2]).Message!.MessageId);
        Assert.Equal("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.example", report.From.Mailboxes.Single().Address);
        Assert.Equal("Undeliverable: Offer", report.Subject);
        Assert.Equal(Ours.Trim('<', '>'), report.InReplyTo);
        Assert.Equal("nobody@contoso.example", report.Headers["X-Failed-Recipients"]);
        Assert.Equal("auto-replied", report.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task What_stands_behind_a_plus_in_an_address_is_left_out_unless_an_address_is_really_so()
    {
        var address = _office.Support.Mail;
        await SendAsync(address.Replace("@", "+anything.7@", StringComparison.Ordinal));
        await SendAsync("nobody+anything@contoso.example");

        Assert.Equal(["Offer", "Undeliverable: Offer"], _office.Mailbox.In("inbox").Select(m => m.Facts.Subject).Order());
    }

    [Fact]
    public async Task Report_has_its_message_class_and_other_mail_the_usual_one()
    {
        _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Plain"));
        await SendAsync("nobody@contoso.example");

        var (_, body) = await _office.GetAsync("/messages?$expand=singleValueExtendedProperties($filter=id eq 'String 0x001A')&$orderby=receivedDateTime");

        Assert.Contains("REPORT.IPM.Note.NDR", Classes(body));
        Assert.Contains("IPM.Note", Classes(body));
    }

    [Fact]
    public async Task Customer_marked_as_bouncing_returns_what_its_server_says_until_it_takes_mail_again()
    {
        _office.Simulator.Customers.Bounce("gone@customer.example", "550 5.7.1 Blocked by policy");
        await SendAsync("gone@customer.example");
        Assert.Contains("Status: 5.7.1", Text(_office.Mailbox.In("inbox")[0]), StringComparison.Ordinal);
        Assert.Single(_office.Mailbox.In("sentitems"));

        _office.Simulator.Customers.Accept("gone@customer.example");
        await SendAsync("gone@customer.example");
        Assert.Single(_office.Simulator.Customers.Inbox("gone@customer.example"));
    }

    [Fact]
    public async Task Other_recipients_of_the_same_mail_get_it()
    {
        await SendAsync("ann@customer.example, nobody@contoso.example");
        Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example"));
        Assert.Single(_office.Mailbox.In("inbox"));
    }

    [Fact]
    public void Full_mailbox_returns_mail_to_the_sender_outside()
    {
        _office.Simulator.Mailboxes.SetQuota(_office.Mailbox, 100);
        _office.Simulator.Customers.Send(Office.Mail("Too much"), "support@contoso.example");

        Assert.Empty(_office.Mailbox.In("inbox"));
        var back = Encoding.UTF8.GetString(Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example")).Raw);
        Assert.Contains("554 5.2.2 mailbox full", back, StringComparison.Ordinal);
        Assert.Contains("@contoso.example>", back, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_large_a_mail_returns_to_the_sender_outside()
    {
        _office.Simulator.Settings.LargestReceived = 50;
        _office.Simulator.Customers.Send(Office.Mail("Large"), "support@contoso.example");
        Assert.Contains("552 5.3.4", Encoding.UTF8.GetString(Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example")).Raw), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailboxState.SoftDeleted, 0, 1, 0)]
    [InlineData(MailboxState.Inactive, 0, 1, 0)]
    [InlineData(MailboxState.Migrating, 1, 0, 0)]
    [InlineData(MailboxState.OnPremises, 0, 0, 1)]
    public void Mail_to_a_mailbox_that_is_not_in_use_goes_where_its_state_says(MailboxState state, int kept, int returned, int elsewhere)
    {
        _office.Support.MailboxState = state;
        _office.Simulator.Customers.Send(Office.Mail("Hello"), "support@contoso.example");

        Assert.Equal(kept, _office.Mailbox.In("inbox").Count);
        Assert.Equal(returned, _office.Simulator.Customers.Inbox("ann@customer.example").Count);
        Assert.Equal(elsewhere, _office.Simulator.Customers.Inbox("support@contoso.example").Count);
    }

    [Fact]
    public void Report_that_cannot_be_delivered_is_not_reported_again()
    {
        _office.Simulator.Customers.Send(Encoding.ASCII.GetBytes("From: nobody@contoso.example\r\nSubject: loop\r\n\r\nx\r\n"), "nobody@contoso.example");
        Assert.DoesNotContain(_office.Simulator.Customers.Addresses(), a => a.StartsWith("microsoftexchange", StringComparison.Ordinal));
    }

    private static string Text(StoredMessage message) => Encoding.UTF8.GetString(message.Raw.Span);

    private static IEnumerable<string> Classes(JsonObject body) =>
        ((JsonArray)body["value"]!).Select(m => m!["singleValueExtendedProperties"]![0]!["value"]!.GetValue<string>());

    private async Task SendAsync(string to)
    {
        var raw = Encoding.UTF8.GetBytes($"From: support@contoso.example\r\nTo: {to}\r\nSubject: Offer\r\nMessage-ID: {Ours}\r\n\r\nHere it is.\r\n");
        Assert.Equal(202, (await _office.SendAsync(HttpMethod.Post, "/sendMail", Office.Base64(raw))).Status);
        _office.Time.Advance(TimeSpan.FromMinutes(1));
    }
}
