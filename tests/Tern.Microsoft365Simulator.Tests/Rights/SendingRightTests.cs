using System.Text;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;

namespace Tern.Microsoft365Simulator.Tests.Rights;

public sealed class SendingRightTests : IDisposable
{
    private const string Me = "https://graph.microsoft.com/v1.0/me";
    private readonly Office _office = new();
    private readonly User _anna;

    public SendingRightTests() => _anna = _office.Simulator.Users.Add(_office.Tenant, "anna", "Anna Agent");

    public void Dispose() => _office.Dispose();

    [Fact]
    public async Task Without_a_right_the_shared_address_cannot_be_used()
    {
        await SignInAsync();
        Assert.Equal("ErrorSendAsDenied", await SendAsync(Me));
        Grant(MailboxRight.FullAccess);
        Assert.Equal("ErrorSendAsDenied", await SendAsync(Me));
        Assert.Equal("ErrorSendAsDenied", await SendAsync(Office.MailboxUrl));
    }

    [Fact]
    public async Task Opening_a_shared_mailbox_needs_Full_Access_and_sending_as_it_does_not_give_it()
    {
        await SignInAsync();
        Grant(MailboxRight.SendAs);
        Assert.Equal(403, (await _office.GetAsync("/messages")).Status);
        Assert.Equal("ErrorSendAsDenied", await SendAsync(Office.MailboxUrl));
    }

    [Fact]
    public async Task Send_As_hides_the_person_and_the_copy_of_me_lies_with_the_person()
    {
        await SignInAsync();
        Grant(MailboxRight.SendAs);
        Assert.Null(await SendAsync(Me));

        var facts = Arrived();
        Assert.Equal("support@contoso.example", facts.From[0].Address);
        Assert.Empty(facts.Sender);
        Assert.Single(_office.Simulator.Mailboxes.Of(_anna).In("sentitems"));
        Assert.Empty(_office.Mailbox.In("sentitems"));
    }

    [Theory]
    [InlineData(MailboxRight.SendAs)]
    [InlineData(MailboxRight.SendOnBehalf)]
    public async Task Sending_in_anothers_name_needs_the_shared_permission_also_from_the_own_mailbox(MailboxRight right)
    {
        await SignInAsync("Mail.ReadWrite", "Mail.Send");
        Grant(right);
        Assert.Equal("ErrorAccessDenied", await SendAsync(Me));
        Assert.Empty(_office.Simulator.Customers.Inbox("ann@customer.example"));

        await SignInAsync("Mail.Send", "Mail.Send.Shared");
        Assert.Null(await SendAsync(Me));
    }

    [Fact]
    public async Task Send_on_Behalf_shows_the_person_in_Sender()
    {
        await SignInAsync();
        Grant(MailboxRight.SendOnBehalf);
        Assert.Null(await SendAsync(Me));

        var facts = Arrived();
        Assert.Equal(("support@contoso.example", "anna@contoso.example"), (facts.From[0].Address, facts.Sender[0].Address));
        var copy = await _office.GetAsync(Me + "/mailFolders/sentitems/messages");
        Assert.Equal("anna@contoso.example", copy.Body["value"]![0]!["sender"]!["emailAddress"]!["address"]!.GetValue<string>());
    }

    [Fact]
    public async Task With_both_rights_it_is_Send_As()
    {
        await SignInAsync();
        Grant(MailboxRight.SendAs);
        Grant(MailboxRight.SendOnBehalf);
        await SendAsync(Me);
        Assert.Empty(Arrived().Sender);
    }

    [Fact]
    public async Task Copy_of_what_the_shared_mailbox_sends_lies_there()
    {
        await SignInAsync();
        Grant(MailboxRight.FullAccess);
        Grant(MailboxRight.SendAs);
        Assert.Null(await SendAsync(Office.MailboxUrl));

        Assert.Equal("support@contoso.example", Arrived().From[0].Address);
        Assert.Single(_office.Mailbox.In("sentitems"));
        Assert.Empty(_office.Simulator.Mailboxes.Of(_anna).In("sentitems"));
    }

    [Fact]
    public async Task Sender_is_computed_and_not_believed()
    {
        await _office.SignedInAsync();
        var raw = Encoding.UTF8.GetBytes("From: support@contoso.example\r\nSender: boss@contoso.example\r\nTo: ann@customer.example\r\nSubject: x\r\n\r\ny\r\n");
        await _office.SendAsync(HttpMethod.Post, "/sendMail", Office.Base64(raw));
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(Arrived().Sender);
    }

    [Fact]
    public async Task Right_taken_away_is_gone_and_one_given_back_lets_the_same_mail_leave()
    {
        await SignInAsync();
        Grant(MailboxRight.SendAs);
        _office.Simulator.Users.Withdraw(_office.Support, _anna, MailboxRight.SendAs);
        Assert.Equal("ErrorSendAsDenied", await SendAsync(Me));
        Grant(MailboxRight.SendAs);
        Assert.Null(await SendAsync(Me));
    }

    private Task SignInAsync() => SignInAsync("Mail.ReadWrite", "Mail.Send", "Mail.ReadWrite.Shared", "Mail.Send.Shared");

    private async Task SignInAsync(params string[] scopes)
    {
        var refresh = _office.Simulator.Grants.IssueRefreshToken(_office.App, _anna, scopes);
        _office.Http.DefaultRequestHeaders.Authorization = new("Bearer", Office.Text((await _office.RefreshAsync(refresh)).Body, "access_token"));
    }

    private void Grant(MailboxRight right) => _office.Simulator.Users.Grant(_office.Support, _anna, right);

    private MessageFacts Arrived() => MessageFacts.Read(Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example")).Raw);

    /// <returns>The code of the refusal; null when it was accepted.</returns>
    private async Task<string?> SendAsync(string mailbox)
    {
        var (status, body, _) = await _office.SendJsonAsync(HttpMethod.Post, mailbox + "/sendMail", """{"message":{"subject":"x","from":{"emailAddress":{"address":"support@contoso.example"}},"toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}]}}""");
        _office.Time.Advance(TimeSpan.FromMinutes(1));
        return status == 202 ? null : Office.ErrorCode(body);
    }
}
