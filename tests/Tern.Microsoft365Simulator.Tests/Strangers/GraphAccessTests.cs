using Microsoft.Graph.Models;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client in front of mailboxes that cannot be opened and mails that cannot be sent.</summary>
public sealed class GraphAccessTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public Task A_mailbox_of_nobody_is_an_invalid_user() =>
        RefusedAsync(404, "ErrorInvalidUser", () => _desk.Graph.Users["nobody@contoso.example"].Messages.GetAsync(cancellationToken: Ct));

    [Fact]
    public async Task A_mailbox_without_a_licence_is_not_enabled()
    {
        _desk.Stranger.Support.IsLicensed = false;
        await RefusedAsync(404, "MailboxNotEnabledForRESTAPI", () => _desk.Inbox.Messages.GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task An_access_policy_closes_the_mailbox()
    {
        _desk.Stranger.App.AllowedMailboxes = ["else@contoso.example"];
        var refused = await RefusedAsync(403, "ErrorAccessDenied", () => _desk.Inbox.Messages.GetAsync(cancellationToken: Ct));
        Assert.Equal("Access to OData is disabled.", refused.Error!.Message);
    }

    [Fact]
    public async Task The_directory_has_permissions_of_its_own()
    {
        _desk.Stranger.App.ApplicationPermissions.Remove("User.Read.All");
        _desk.Simulator.Apps.WithdrawConsent(_desk.Stranger.App);
        _desk.Simulator.Apps.GrantAdminConsent(_desk.Stranger.App);
        await RefusedAsync(403, "Authorization_RequestDenied", () => _desk.User.GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task Too_large_a_message_and_a_foreign_sender_are_refused_at_send()
    {
        var draft = await _desk.User.Messages.PostAsync(Draft(), cancellationToken: Ct);
        _desk.Simulator.Settings.LargestMessage = 10;
        await RefusedAsync(413, "ErrorMessageSizeExceeded", () => _desk.User.Messages[draft!.Id].Send.PostAsync(cancellationToken: Ct));
        _desk.Simulator.Settings.LargestMessage = 1_000_000;
        var foreign = Draft();
        foreign.From = new Recipient { EmailAddress = new EmailAddress { Address = "boss@contoso.example" } };
        await RefusedAsync(403, "ErrorSendAsDenied", () => _desk.User.SendMail.PostAsync(new() { Message = foreign }, cancellationToken: Ct));
    }

    private static Message Draft() => new() { Subject = "x", ToRecipients = [new() { EmailAddress = new() { Address = "ann@customer.example" } }] };
}
