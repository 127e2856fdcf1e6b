using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Graph;

public sealed class MessageTests : IAsyncLifetime
{
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_world_that_begins_anew_shows_no_row_of_the_last_one()
    {
        var rows = _office.Simulator.World.Rows;
        _office.Simulator.World.Reset(seed: 1);
        Assert.NotSame(rows, _office.Simulator.World.Rows);
    }

    [Fact]
    public async Task A_purged_message_leaves_nothing_in_memory()
    {
        var message = await ListedAndPurgedAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(message.TryGetTarget(out _));
    }

    [Fact]
    public async Task Other_bytes_make_another_row()
    {
        var stored = _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Old"));
        await _office.GetAsync("/messages");
        stored.Rewrite(Office.Mail("New"));
        Assert.Equal("New", (await _office.GetAsync("/messages")).Body["value"]![0]!["subject"]!.GetValue<string>());
    }

    [Fact]
    public async Task Answers_carry_the_ids_that_support_asks_for()
    {
        var (_, body, response) = await _office.SendAsync(HttpMethod.Get, "/messages/x");

        Assert.Equal(body!["error"]!["innerError"]!["request-id"]!.GetValue<string>(), Assert.Single(response.Headers.GetValues("request-id")));
        Assert.True(response.Headers.Contains("client-request-id"));
        Assert.Equal(Office.Start, response.Headers.Date);
    }

    [Fact]
    public async Task List_comes_newest_first_in_pages()
    {
        for (var i = 0; i < 12; i++)
        {
            _office.Time.Advance(TimeSpan.FromMinutes(1));
            _office.Simulator.Customers.Send(Office.Mail($"Mail {i}"), "support@contoso.example");
        }

        var (_, first) = await _office.GetAsync("/mailFolders/inbox/messages?$select=subject");
        var (_, second) = await _office.GetAsync(Office.Text(first, "@odata.nextLink"));

        Assert.Equal("Mail 11", first["value"]![0]!["subject"]!.GetValue<string>());
        Assert.Equal(2, ((JsonArray)second["value"]!).Count);
        Assert.False(second.ContainsKey("@odata.nextLink"));
    }

    [Fact]
    public async Task Order_must_lead_in_the_filter()
    {
        var (status, body) = await _office.GetAsync("/messages?$filter=isRead eq false&$orderby=receivedDateTime desc");
        Assert.Equal((400, "InefficientFilter"), (status, Office.ErrorCode(body)));
        Assert.Equal(200, (await _office.GetAsync("/messages?$filter=receivedDateTime ge 2026-01-01T00:00:00Z and isRead eq false&$orderby=receivedDateTime desc")).Status);
    }

    [Fact]
    public async Task Marking_read_changes_the_change_key_and_an_old_etag_is_refused()
    {
        var id = Receive("One");
        var (_, before) = await _office.GetAsync($"/messages/{id}");

        var (status, after, _) = await _office.SendJsonAsync(HttpMethod.Patch, $"/messages/{id}", """{"isRead":true,"categories":["Tern"]}""");
        _office.Http.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", Office.Text(before, "@odata.etag"));
        var (stale, conflict, _) = await _office.SendJsonAsync(HttpMethod.Patch, $"/messages/{id}", """{"isRead":false}""");

        Assert.Equal(200, status);
        Assert.True(after!["isRead"]!.GetValue<bool>());
        Assert.NotEqual(Office.Text(before, "changeKey"), Office.Text(after, "changeKey"));
        Assert.Equal((412, "ErrorIrresolvableConflict"), (stale, Office.ErrorCode(conflict)));
    }

    [Fact]
    public async Task Content_of_a_received_mail_can_be_changed_until_the_day_Mail_Advanced_is_needed()
    {
        var id = Receive("One");
        var (before, _, _) = await _office.SendJsonAsync(HttpMethod.Patch, $"/messages/{id}", """{"subject":"Two"}""");
        _office.Simulator.Settings.MailAdvancedFrom = Office.Start;
        var (status, body, _) = await _office.SendJsonAsync(HttpMethod.Patch, $"/messages/{id}", """{"subject":"Three"}""");

        Assert.Equal(200, before);
        Assert.Equal("Two", _office.Mailbox.In("inbox")[0].Facts.Subject);
        Assert.Equal((403, "ErrorAccessDenied"), (status, Office.ErrorCode(body)));
    }

    [Fact]
    public async Task Move_answers_with_the_message_in_its_new_folder()
    {
        var (status, body, _) = await _office.SendJsonAsync(HttpMethod.Post, $"/messages/{Receive("One")}/move", """{"destinationId":"archive"}""");
        var (_, archive) = await _office.GetAsync("/mailFolders/archive");

        Assert.Equal(201, status);
        Assert.Equal(Office.Text(archive, "id"), Office.Text(body!, "parentFolderId"));
        Assert.Equal(1, archive["totalItemCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Deleted_mail_goes_to_the_bin_and_from_there_for_good()
    {
        var id = Receive("One");
        await _office.SendAsync(HttpMethod.Delete, $"/messages/{id}");
        Assert.Single(_office.Mailbox.In("deleteditems"));
        await _office.SendAsync(HttpMethod.Delete, $"/messages/{id}");
        Assert.Single(_office.Mailbox.In("recoverableitemsdeletions"));
        Assert.Empty((JsonArray)(await _office.GetAsync("/messages")).Body["value"]!);
        await _office.SendAsync(HttpMethod.Delete, $"/messages/{id}");

        Assert.Empty(_office.Mailbox.Messages);
    }

    [Fact]
    public async Task Same_folder_name_twice_is_a_conflict()
    {
        Assert.Equal(201, (await _office.SendJsonAsync(HttpMethod.Post, "/mailFolders", """{"displayName":"Done"}""")).Status);
        var (status, body, _) = await _office.SendJsonAsync(HttpMethod.Post, "/mailFolders", """{"displayName":"done"}""");
        Assert.Equal((409, "ErrorFolderExists"), (status, Office.ErrorCode(body)));
    }

    [Fact]
    public async Task Attachments_of_a_received_mail_are_listed_and_read()
    {
        var raw = "From: a@customer.example\r\nTo: support@contoso.example\r\nSubject: Files\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"u8.ToArray()
            .Concat("--b\r\nContent-Type: text/plain\r\n\r\nSee file.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--b--\r\n"u8.ToArray()).ToArray();
        _office.Simulator.Customers.Send(raw, "support@contoso.example");
        var id = _office.Simulator.Mailboxes.IdOf(_office.Mailbox, _office.Mailbox.In("inbox")[0]);

        var (_, list) = await _office.GetAsync($"/messages/{id}/attachments");
        var attachment = (JsonObject)Assert.Single((JsonArray)list["value"]!)!;
        using var response = await _office.Http.GetAsync(new Uri($"{Office.MailboxUrl}/messages/{id}/attachments/{Office.Text(attachment, "id")}/$value"), Office.Ct);

        Assert.Equal("a.pdf", Office.Text(attachment, "name"));
        Assert.Equal("%PDF"u8.ToArray(), await response.Content.ReadAsByteArrayAsync(Office.Ct));
        Assert.True((await _office.GetAsync($"/messages/{id}")).Body["hasAttachments"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0/users('support%40contoso.example')/mailFolders('inbox')/messages/delta()")]
    [InlineData("https://graph.microsoft.com/v1.0/users/support%40contoso.example/mailFolders/Inbox/messages/delta")]
    public async Task OData_spellings_reach_the_same_resource(string url) => Assert.Equal(200, (await _office.GetAsync(url)).Status);

    [Theory]
    [InlineData("/messages?$filter=foo eq 1")]
    [InlineData("/messages?$search=size:5")]
    [InlineData("/nothing")]
    public async Task What_is_not_modelled_is_refused_and_not_ignored(string url) => Assert.Equal(400, (await _office.GetAsync(url)).Status);

    private string Receive(string subject)
    {
        _office.Simulator.Customers.Send(Office.Mail(subject), "support@contoso.example");
        return _office.Simulator.Mailboxes.IdOf(_office.Mailbox, _office.Mailbox.In("inbox")[^1]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference<StoredMessage>> ListedAndPurgedAsync()
    {
        var stored = _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Old"));
        await _office.GetAsync("/messages");
        _office.Simulator.Mailboxes.Purge(_office.Mailbox, stored);
        return new WeakReference<StoredMessage>(stored);
    }
}
