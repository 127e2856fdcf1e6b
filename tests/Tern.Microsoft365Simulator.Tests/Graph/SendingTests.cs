using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Graph;

public sealed class SendingTests : IAsyncLifetime
{
    private const string Key = "String {6b2c1b6e-6a62-4f0c-9d39-4a2a8f0a1c11} Name OutboxId";
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Reply(string extra = "") => Encoding.UTF8.GetBytes(
        $"From: Contoso Support <support@contoso.example>\r\nTo: ann@customer.example\r\n{extra}Subject: Re: Printer\r\nMessage-ID: <r1@desk.example>\r\nDate: Mon, 02 Mar 2026 08:00:00 +0000\r\nIn-Reply-To: <q1@customer.example>\r\n\r\nWe are on it.\r\n");

    [Fact]
    public async Task Draft_keeps_its_bytes_and_can_be_found_by_key_and_by_message_id()
    {
        var id = await _office.DraftAsync(Reply());
        await _office.SendJsonAsync(HttpMethod.Patch, $"/messages/{id}", $$"""{"singleValueExtendedProperties":[{"id":"{{Key}}","value":"42"}]}""");

        using var value = await _office.Http.GetAsync(new Uri($"{Office.MailboxUrl}/messages/{id}/$value"), Office.Ct);
        var (_, byKey) = await _office.GetAsync($"/mailFolders/drafts/messages?$filter=singleValueExtendedProperties/Any(ep: ep/id eq '{Key}' and ep/value eq '42')&$expand=singleValueExtendedProperties($filter=id eq '{Key}')");
        var (_, byId) = await _office.GetAsync("/mailFolders/drafts/messages?$filter=internetMessageId eq '<r1@desk.example>'&$select=id");
        var (_, other) = await _office.GetAsync($"/messages?$filter=singleValueExtendedProperties/any(p:p/id eq '{Key}' and p/value eq '43')");

        Assert.Equal(Reply(), await value.Content.ReadAsByteArrayAsync(Office.Ct));
        Assert.Equal("42", Assert.Single((JsonArray)byKey["value"]!)!["singleValueExtendedProperties"]![0]!["value"]!.GetValue<string>());
        Assert.Equal(id, Assert.Single((JsonArray)byId["value"]!)!["id"]!.GetValue<string>());
        Assert.Empty((JsonArray)other["value"]!);
    }

    [Fact]
    public async Task Accepted_is_not_delivered_and_not_yet_in_Sent_Items()
    {
        var settings = _office.Simulator.Settings;
        (settings.LeaveDraftsAfter, settings.DeliverAfter, settings.SentItemsAfter) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(3));
        var id = await _office.DraftAsync(Reply());
        Assert.Equal(202, (await SendAsync(id)).Status);

        Assert.Single(_office.Mailbox.In("drafts"));
        _office.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_office.Mailbox.In("drafts"));
        Assert.True((await _office.GetAsync($"/messages/{id}?$select=isDraft")).Body["isDraft"]!.GetValue<bool>());
        Assert.Empty(_office.Simulator.Customers.Inbox("ann@customer.example"));
        _office.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example"));
        _office.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.False((await _office.GetAsync($"/messages/{id}")).Body["isDraft"]!.GetValue<bool>());
        Assert.Single(_office.Mailbox.In("sentitems"));
    }

    [Fact]
    public async Task Second_send_finds_nothing_and_no_second_mail_leaves()
    {
        var id = await _office.DraftAsync(Reply());
        await SendAsync(id);
        var (status, body) = await SendAsync(id);
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((404, "ErrorItemNotFound"), (status, Office.ErrorCode(body)));
        Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example"));
    }

    [Fact]
    public async Task Bcc_reaches_its_recipient_and_is_seen_by_nobody_but_the_sender()
    {
        await SendAsync(await _office.DraftAsync(Reply("Bcc: boss@elsewhere.example\r\n")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        var mail = Assert.Single(_office.Simulator.Customers.Inbox("boss@elsewhere.example"));
        Assert.DoesNotContain("Bcc", Encoding.UTF8.GetString(mail.Raw), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Reply(), mail.Raw);
        Assert.Single(Assert.Single(_office.Mailbox.In("sentitems")).Facts.Bcc);
    }

    [Fact]
    public async Task Mail_to_a_colleague_arrives_in_the_mailbox()
    {
        var anna = _office.Simulator.Users.Add(_office.Tenant, "anna");
        await SendAsync(await _office.DraftAsync(Office.Mail("Internal", from: "support@contoso.example", to: "anna@contoso.example")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(_office.Simulator.Mailboxes.Of(anna).In("inbox"));
    }

    [Fact]
    public async Task Header_rules_can_be_switched()
    {
        _office.Simulator.Settings.ReplaceMessageId = _office.Simulator.Settings.StripAutoSubmitted = true;
        await SendAsync(await _office.DraftAsync(Reply("Auto-Submitted: auto-replied\r\n")));
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        var text = Encoding.UTF8.GetString(Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example")).Raw);
        Assert.DoesNotContain("Auto-Submitted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<r1@desk.example>", text, StringComparison.Ordinal);
        Assert.Contains("In-Reply-To: <q1@customer.example>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_attachment_is_merged_into_what_leaves()
    {
        var id = await _office.DraftAsync(Reply());
        var (status, _, _) = await _office.SendJsonAsync(HttpMethod.Post, $"/messages/{id}/attachments", """{"@odata.type":"#microsoft.graph.fileAttachment","name":"a.txt","contentType":"text/plain","contentBytes":"aGVsbG8="}""");
        await SendAsync(id);
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(201, status);
        var raw = Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example")).Raw;
        var message = MessageFacts.Parse(raw);
        Assert.Equal("a.txt", Assert.Single(message.Attachments).ContentDisposition?.FileName);
        Assert.Equal("We are on it.", message.TextBody?.Trim());
        Assert.Equal("q1@customer.example", message.InReplyTo);
    }

    [Fact]
    public async Task Large_attachment_comes_in_pieces_in_order()
    {
        var content = new byte[3_500_000];
        new Random(5).NextBytes(content);
        var id = await _office.DraftAsync(Reply());
        var (created, session, _) = await SessionAsync(id, content.Length);
        var url = Office.Text(session!, "uploadUrl");
        _office.Http.DefaultRequestHeaders.Authorization = null;

        var first = await PutAsync(url, content, 0, 2_000_000);
        var wrong = await PutAsync(url, content, 2_500_000, 1_000_000);
        var last = await PutAsync(url, content, 2_000_000, 1_500_000);
        await _office.SignedInAsync();
        await SendAsync(id);
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((201, 200, 416, 201), (created, first.Status, wrong.Status, last.Status));
        Assert.Equal("2000000", first.Body!["nextExpectedRanges"]![0]!.GetValue<string>());
        Assert.Contains("/attachments('", last.Response.Headers.Location!.ToString(), StringComparison.Ordinal);
        var part = (MimeKit.MimePart)Assert.Single(MessageFacts.Parse(Assert.Single(_office.Simulator.Customers.Inbox("ann@customer.example")).Raw).Attachments);
        using var arrived = new MemoryStream();
        part.Content!.DecodeTo(arrived, Office.Ct);
        Assert.Equal(content, arrived.ToArray());
    }

    [Fact]
    public async Task Upload_session_is_for_large_files_only_and_ends()
    {
        var id = await _office.DraftAsync(Reply());
        Assert.Equal("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize", Office.ErrorCode((await SessionAsync(id, 1000)).Body));
        var url = Office.Text((await SessionAsync(id, 5_000_000)).Body!, "uploadUrl");
        Assert.Equal(413, (await PutAsync(url, new byte[5_000_000], 0, 4_500_000)).Status);
        _office.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(404, (await PutAsync(url, new byte[5_000_000], 0, 1_000_000)).Status);
    }

    [Fact]
    public async Task Requests_over_4_MB_are_refused()
    {
        var (status, _, _) = await _office.SendAsync(HttpMethod.Post, "/messages", Office.Base64(new byte[3_200_000]));
        Assert.Equal(413, status);
    }

    [Theory]
    [InlineData("To: nobody\r\n", 400, "ErrorInvalidRecipients")]
    [InlineData("X-Nothing: 1\r\n", 400, "ErrorInvalidRecipients")]
    [InlineData("To: ann@customer.example\r\nFrom: boss@contoso.example\r\n", 403, "ErrorSendAsDenied")]
    public async Task What_cannot_be_sent_stays_a_draft(string headers, int status, string code)
    {
        var id = await _office.DraftAsync(Encoding.UTF8.GetBytes(headers + "Subject: x\r\n\r\ny\r\n"));

        var answer = await SendAsync(id);

        Assert.Equal((status, code), (answer.Status, Office.ErrorCode(answer.Body)));
        Assert.Single(_office.Mailbox.In("drafts"));
    }

    [Fact]
    public async Task Too_large_a_message_is_refused_at_send()
    {
        _office.Simulator.Settings.LargestMessage = 100;
        var answer = await SendAsync(await _office.DraftAsync(Reply()));
        Assert.Equal((413, "ErrorMessageSizeExceeded"), (answer.Status, Office.ErrorCode(answer.Body)));
    }

    [Fact]
    public async Task MIME_that_is_not_base64_is_refused()
    {
        using var content = new StringContent("%%%", Encoding.ASCII, "text/plain");
        Assert.Equal("ErrorMimeContentInvalidBase64String", Office.ErrorCode((await _office.SendAsync(HttpMethod.Post, "/messages", content)).Body));
    }

    [Fact]
    public async Task SendMail_by_JSON_and_by_MIME_tells_no_id_and_delivers()
    {
        var json = await _office.SendJsonAsync(HttpMethod.Post, "/sendMail", """{"Message":{"subject":"Hi","body":{"contentType":"HTML","content":"<p>Hi</p>"},"toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}],"internetMessageHeaders":[{"name":"x-desk","value":"1"}]},"SaveToSentItems":false}""");
        var mime = await _office.SendAsync(HttpMethod.Post, "/sendMail", Office.Base64(Reply()));
        var refused = await _office.SendJsonAsync(HttpMethod.Post, "/sendMail", """{"message":{"toRecipients":[],"internetMessageHeaders":[{"name":"In-Reply-To","value":"1"}]}}""");
        _office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((202, 202, "InvalidInternetMessageHeader"), (json.Status, mime.Status, Office.ErrorCode(refused.Body)));
        Assert.Equal(2, _office.Simulator.Customers.Inbox("ann@customer.example").Count);
        Assert.Single(_office.Mailbox.In("sentitems"));
    }

    private Task<(int Status, JsonObject? Body, HttpResponseMessage Response)> SessionAsync(string id, int size) =>
        _office.SendJsonAsync(HttpMethod.Post, $"/messages/{id}/attachments/createUploadSession", $$"""{"AttachmentItem":{"attachmentType":"file","name":"big.bin","size":{{size}} } }""");

    private async Task<(int Status, JsonObject? Body)> SendAsync(string id)
    {
        var (status, body, _) = await _office.SendAsync(HttpMethod.Post, $"/messages/{id}/send");
        return (status, body);
    }

    private Task<(int Status, JsonObject? Body, HttpResponseMessage Response)> PutAsync(string url, byte[] all, int from, int count)
    {
        var content = new ByteArrayContent(all, from, count);
        content.Headers.ContentRange = new ContentRangeHeaderValue(from, from + count - 1, all.Length);
        return _office.SendAsync(HttpMethod.Put, url, content);
    }
}
