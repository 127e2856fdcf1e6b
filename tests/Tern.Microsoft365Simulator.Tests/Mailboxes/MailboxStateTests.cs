using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Mailboxes;

public sealed class MailboxStateTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(MailboxState.SoftDeleted)]
    [InlineData(MailboxState.Inactive)]
    [InlineData(MailboxState.OnPremises)]
    [InlineData(MailboxState.Migrating)]
    public async Task Mailbox_that_is_not_in_use_answers_404_and_resumes_by_itself(MailboxState state)
    {
        _office.Support.MailboxState = state;
        var (status, body) = await _office.GetAsync("/messages");
        _office.Support.MailboxState = MailboxState.Active;

        Assert.Equal((404, "MailboxNotEnabledForRESTAPI"), (status, Office.ErrorCode(body)));
        Assert.Equal("The mailbox is either inactive, soft-deleted, or is hosted on-premise.", body["error"]!["message"]!.GetValue<string>());
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);
    }

    [Fact]
    public async Task Shared_mailbox_needs_no_licence()
    {
        var shared = _office.Simulator.Users.Add(_office.Tenant, "sales", isShared: true);
        shared.IsLicensed = false;
        Assert.Equal(200, (await _office.GetAsync("https://graph.microsoft.com/v1.0/users/sales@contoso.example/messages")).Status);
    }

    [Theory]
    [InlineData(507)]
    [InlineData(429)]
    public async Task Full_mailbox_takes_nothing_new_and_lets_old_things_go(int status)
    {
        var old = _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Old"));
        (_office.Simulator.Settings.QuotaStatus, var id) = (status, _office.Simulator.Mailboxes.IdOf(_office.Mailbox, old));
        _office.Simulator.Mailboxes.SetQuota(_office.Mailbox, 200);

        var refused = await _office.SendAsync(HttpMethod.Post, "/messages", Office.Base64(Office.Mail("New")));

        Assert.Equal((status, "ErrorQuotaExceeded"), (refused.Status, Office.ErrorCode(refused.Body)));
        Assert.Equal(200, (await _office.GetAsync("/messages")).Status);
        Assert.Equal(201, (await _office.SendJsonAsync(HttpMethod.Post, $"/messages/{id}/move", """{"destinationId":"deleteditems"}""")).Status);
    }

    [Fact]
    public async Task Moving_to_another_data_centre_kills_changing_ids_and_sync_states_only()
    {
        var message = _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Here"));
        var (immutable, changing) = (_office.Simulator.Mailboxes.IdOf(_office.Mailbox, message), _office.Simulator.Mailboxes.IdOf(_office.Mailbox, message, immutable: false));
        var link = Office.Text((await _office.GetAsync("/mailFolders/inbox/messages/delta")).Body, "@odata.deltaLink");
        _office.Simulator.Mailboxes.Relocate(_office.Mailbox);

        Assert.Equal(200, (await _office.GetAsync($"/messages/{immutable}")).Status);
        Assert.Equal(404, (await _office.GetAsync($"/messages/{changing}")).Status);
        Assert.Equal(410, (await _office.GetAsync(link)).Status);
    }
}
