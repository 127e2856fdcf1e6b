using System.IO.Compression;
using System.Text;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client in front of mailboxes that cannot be opened and mails that cannot be sent.</summary>
public sealed class GraphAccessTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("no gzip at all", 400, "BadRequest")]
    [InlineData(null, 413, "RequestEntityTooLarge")]
    public async Task A_compressed_body_is_refused_where_it_is_broken_or_unpacks_to_too_much(string? text, int status, string code)
    {
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes(text ?? string.Empty));
        if (text is null)
        {
            using var packing = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
            packing.Write(new byte[50 * 1024 * 1024]);
        }

        using var stranger = _desk.Stranger.Graph("nobody's token");
        await RefusedAsync(status, code, () => PostAsync(_desk.Graph));
        await RefusedAsync(401, "InvalidAuthenticationToken", () => PostAsync(stranger));

        Task PostAsync(GraphServiceClient client)
        {
            var request = client.Users[Address].Messages.ToPostRequestInformation(Draft());
            request.Headers.Remove("Content-Type");
            request.SetStreamContent(new MemoryStream(body.ToArray()), "application/json");
            request.Headers.Add("Content-Encoding", "gzip");
            return client.RequestAdapter.SendNoContentAsync(request, new() { ["XXX"] = ODataError.CreateFromDiscriminatorValue }, Ct);
        }
    }

    [Fact]
    public Task A_mailbox_of_nobody_is_an_invalid_user() =>
        RefusedAsync(404, "ErrorInvalidUser", () => _desk.Graph.Users["nobody@contoso.example"].Messages.GetAsync(cancellationToken: Ct));

    [Theory]
    [InlineData("/messages?$filter=contains(bodyPreview,'Hello')")]
    [InlineData("/messages?$filter=singleValueExtendedProperties/Any(ep: ep/id eq 'String 0x007D' and ep/value eq 'x')")]
    [InlineData("/messages?$expand=singleValueExtendedProperties($filter=id eq 'String 0x007D')")]
    [InlineData("/mailFolders/inbox/messages/delta?$expand=singleValueExtendedProperties($filter=id eq 'String 0x007D')")]
    [InlineData("/messages?$search=\"body:Hello\"")]
    [InlineData("/messages?$search=Hello")]
    public async Task Basic_reading_finds_out_nothing_of_the_content(string path)
    {
        _desk.Receive("Printer");
        Assert.NotEmpty(await _desk.GetAsync(path));
        _desk.Simulator.Apps.WithdrawConsent(_desk.Stranger.App);
        _desk.Stranger.App.ApplicationPermissions.Clear();
        _desk.Stranger.App.ApplicationPermissions.Add("Mail.ReadBasic.All");
        _desk.Simulator.Apps.GrantAdminConsent(_desk.Stranger.App);

        await RefusedAsync(403, "ErrorAccessDenied", () => _desk.GetAsync(path));
        Assert.Contains("Printer", await _desk.GetAsync("/messages?$filter=isRead eq false"), StringComparison.Ordinal);
    }

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
