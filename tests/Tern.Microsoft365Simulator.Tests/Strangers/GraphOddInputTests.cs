using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using MailboxSettings = Microsoft.Graph.Models.MailboxSettings;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client brings what no mail, no header and no stack can hold; each is refused at its place and leaves nothing behind.</summary>
public sealed class GraphOddInputTests : IDisposable
{
    private readonly GraphDesk _desk = new("MailboxSettings.ReadWrite");

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("(", "isRead eq true", ")")]
    [InlineData("not ", "isRead eq true", "")]
    public async Task A_filter_of_many_levels_is_refused(string before, string inside, string after)
    {
        _desk.Fill(2);
        string Nested(int levels) => string.Concat(Enumerable.Repeat(before, levels)) + inside + string.Concat(Enumerable.Repeat(after, levels));

        await RefusedAsync(400, "BadRequest", () => _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Filter = Nested(101), Ct));
        Assert.NotNull(await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Filter = Nested(100), Ct));
    }

    [Fact]
    public async Task A_folder_is_not_copied_below_itself()
    {
        var parent = await _desk.User.MailFolders.PostAsync(new MailFolder { DisplayName = "P" }, cancellationToken: Ct);
        var child = await _desk.User.MailFolders[parent!.Id].ChildFolders.PostAsync(new MailFolder { DisplayName = "C" }, cancellationToken: Ct);
        var before = _desk.Mailbox.Folders.Count;

        await RefusedAsync(400, "ErrorMoveCopyFailed", () => _desk.User.MailFolders[parent.Id].Copy.PostAsync(new() { DestinationId = child!.Id }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorMoveCopyFailed", () => _desk.User.MailFolders[parent.Id].Copy.PostAsync(new() { DestinationId = parent.Id }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorMoveCopyFailed", () => _desk.User.MailFolders["msgfolderroot"].Copy.PostAsync(new() { DestinationId = "inbox" }, cancellationToken: Ct));

        Assert.Equal(before, _desk.Mailbox.Folders.Count);
    }

    [Theory]
    [InlineData("foo bar@@")]
    [InlineData("a\0b@customer.example")]
    [InlineData("<>")]
    [InlineData("")]
    [InlineData("@customer.example")]
    [InlineData("ann@")]
    [InlineData("ann@customer.example, bob@customer.example")]
    [InlineData("Ann <ann@customer.example>")]
    [InlineData("<ann@customer.example>")]
    public async Task What_is_no_address_may_stand_in_a_draft_and_is_refused_at_send(string address)
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "x", ToRecipients = [To("ann@customer.example"), To(address)] }, cancellationToken: Ct);

        await RefusedAsync(400, "ErrorInvalidRecipients", () => _desk.User.Messages[draft!.Id].Send.PostAsync(cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidRecipients", () => _desk.User.SendMail.PostAsync(new() { Message = new Message { ToRecipients = [To(address)] } }, cancellationToken: Ct));

        Assert.Equal(address.Replace("\0", string.Empty, StringComparison.Ordinal), draft!.ToRecipients![1].EmailAddress!.Address);
        Assert.Equal((1, false), (_desk.Mailbox.In("drafts").Count, _desk.Mailbox.In("drafts")[0].IsSubmitted));
    }

    [Fact]
    public async Task A_sender_that_is_no_address_may_not_send()
    {
        var message = new Message { From = To("a\0b"), ToRecipients = [To("ann@customer.example")] };
        await RefusedAsync(403, "ErrorSendAsDenied", () => _desk.User.SendMail.PostAsync(new() { Message = message }, cancellationToken: Ct));
    }

    [Theory]
    [InlineData("x-fö o", "1")]
    [InlineData("x-a: b", "1")]
    [InlineData("x-a", "1\r\nX-Evil: 1")]
    public async Task A_header_that_is_none_is_refused(string name, string value)
    {
        await RefusedAsync(400, "InvalidInternetMessageHeader", () => _desk.User.Messages.PostAsync(
            new Message { InternetMessageHeaders = [new() { Name = name, Value = value }] }, cancellationToken: Ct));
        Assert.Empty(_desk.Mailbox.In("drafts"));
    }

    [Fact]
    public async Task A_Message_ID_of_two_lines_is_refused()
    {
        const string Two = "<a@b>\r\nX-Evil: 1";
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages.PostAsync(new Message { InternetMessageId = Two }, cancellationToken: Ct));
        var draft = await _desk.User.Messages.PostAsync(new Message { InternetMessageId = "<a@b>" }, cancellationToken: Ct);
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages[draft!.Id].PatchAsync(new Message { InternetMessageId = Two }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidPropertyRequest", () => _desk.User.Messages[draft!.Id].PatchAsync(
            new Message { SingleValueExtendedProperties = [new() { Id = "String 0x1042", Value = Two }] }, cancellationToken: Ct));

        Assert.DoesNotContain("Evil", Encoding.UTF8.GetString(Assert.Single(_desk.Mailbox.In("drafts")).Raw.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_before_the_first_of_UTC_is_refused_and_no_setting_changes()
    {
        var settings = new MailboxSettings
        {
            TimeFormat = "HH:mm",
            AutomaticRepliesSetting = new() { ScheduledStartDateTime = new() { DateTime = "0001-01-01T00:00:00", TimeZone = "Tokyo Standard Time" } },
        };
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.MailboxSettings.PatchAsync(settings, cancellationToken: Ct));
        Assert.Equal("h:mm tt", (await _desk.User.MailboxSettings.GetAsync(cancellationToken: Ct))!.TimeFormat);
    }

    [Fact]
    public async Task A_client_request_id_of_other_signs_is_not_given_back()
    {
        var request = _desk.Inbox.ToGetRequestInformation();
        request.Headers.Add("client-request-id", "größe");
        using var answer = await _desk.RawAsync(request);
        request = _desk.User.MailFolders["nowhere"].ToGetRequestInformation();
        request.Headers.Add("client-request-id", "größe");
        var refused = await RefusedAsync(400, "ErrorInvalidIdMalformed", () => _desk.RawAsync(request));

        Assert.Equal(refused.Error!.InnerError!.RequestId, refused.Error.InnerError.ClientRequestId);
    }

    [Fact]
    public async Task A_type_that_no_header_can_hold_is_refused()
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { ToRecipients = [To("ann@customer.example")] }, cancellationToken: Ct);
        var attachments = _desk.User.Messages[draft!.Id].Attachments;

        await RefusedAsync(400, "ErrorInvalidParameter", () => attachments.PostAsync(new FileAttachment { Name = "a", ContentType = "teäxt\r\nplain", ContentBytes = [1] }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => attachments.PostAsync(new FileAttachment { Name = "a", ContentId = "a\r\nb", ContentBytes = [1] }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => attachments.CreateUploadSession.PostAsync(
            new() { AttachmentItem = new() { AttachmentType = AttachmentType.File, Name = "a", Size = 4_000_000, ContentType = "teäxt" } }, cancellationToken: Ct));
        await attachments.PostAsync(new FileAttachment { Name = "a", ContentId = "with blank", IsInline = true, ContentBytes = [1] }, cancellationToken: Ct);
        await _desk.User.Messages[draft.Id].Send.PostAsync(cancellationToken: Ct);

        Assert.Contains("<with blank>", Encoding.UTF8.GetString(_desk.Outside()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_of_a_customers_file_that_no_header_can_hold_is_none()
    {
        var id = _desk.ReceiveRaw(Mails.Head + "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: teäxt/pläin; name=a.bin\nContent-Disposition: attachment; filename=a.bin\n\nHello\n--b--\n");
        var file = Assert.Single((await _desk.User.Messages[id].Attachments.GetAsync(cancellationToken: Ct))!.Value!);
        Assert.StartsWith("Hello", await _desk.GetAsync($"/messages/{id}/attachments/{file.Id}/$value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_put_off_to_the_end_of_time_waits()
    {
        var draft = await _desk.User.Messages.PostAsync(
            new Message { ToRecipients = [To("ann@customer.example")], SingleValueExtendedProperties = [new() { Id = "SystemTime 0x3FEF", Value = "9999-12-31T23:59:59Z" }] }, cancellationToken: Ct);
        await _desk.User.Messages[draft!.Id].Send.PostAsync(cancellationToken: Ct);

        Assert.True(Assert.Single(_desk.Mailbox.In("drafts")).IsSubmitted);
    }

    [Theory]
    [InlineData("""{"subject":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"categories":["\udc00"]}""")]
    public async Task Half_of_a_surrogate_pair_is_no_text(string json)
    {
        await RefusedAsync(400, "RequestBodyRead", () => _desk.RawAsync(Json("/messages", json)));
        Assert.Empty(_desk.Mailbox.In("drafts"));
    }

    [Theory]
    [InlineData("<form ")]
    [InlineData("<form>")]
    [InlineData("<style>")]
    [InlineData("</style ")]
    [InlineData("<hr ")]
    [InlineData("<!--")]
    public async Task A_megabyte_of_brackets_that_never_close_is_read_at_once(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, 1_400_000 / piece.Length));
        var draft = await _desk.User.Messages.PostAsync(new Message { Body = new() { ContentType = BodyType.Html, Content = html } }, cancellationToken: Ct);
        await _desk.User.Messages[draft!.Id].GetAsync(c => (c.QueryParameters.Select, _) = (["body", "uniqueBody", "bodyPreview"], c.Headers.TryAdd("Prefer", "outlook.body-content-type=\"text\"")), Ct);
        await _desk.User.Messages[draft.Id].GetAsync(c => c.QueryParameters.Select = ["body", "uniqueBody"], Ct);

        Assert.All(_desk.Simulator.RequestLog.Entries, e => Assert.Null(e.Failure));
    }

    [Fact]
    public async Task What_is_refused_was_never_there()
    {
        var question = _desk.Receive("Printer");
        var link = (await _desk.User.MailFolders["drafts"].Messages.Delta.GetAsDeltaGetResponseAsync(cancellationToken: Ct))!.OdataDeltaLink!;
        var bad = """{"subject":"x","categories":[1]}""";

        await RefusedAsync(400, "RequestBodyRead", () => _desk.RawAsync(Json("/messages", bad)));
        await RefusedAsync(400, "RequestBodyRead", () => _desk.RawAsync(Json($"/messages/{question}/createReply", $$"""{"message":{{bad}}}""")));
        await RefusedAsync(400, "RequestBodyRead", () => _desk.RawAsync(Json($"/messages/{question}/reply", $$"""{"message":{{bad}}}""")));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.RawAsync(Json("/messages", """{"attachments":[{"name":"a"}]}""")));
        await RefusedAsync(400, "ErrorInvalidRecipients", () => _desk.RawAsync(Json("/sendMail", """{"message":{"subject":"x"}}""")));

        Assert.Empty(_desk.Mailbox.In("drafts"));
        Assert.Empty((await _desk.User.MailFolders["drafts"].Messages.Delta.WithUrl(link).GetAsDeltaGetResponseAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public async Task The_last_number_can_be_skipped_to()
    {
        _desk.Fill(2);
        var page = JsonNode.Parse(await _desk.GetAsync("/messages?$skip=2147483647&$top=10"))!;
        Assert.Equal((0, null), (page["value"]!.AsArray().Count, page["@odata.nextLink"]));
    }

    private static RequestInformation Json(string path, string json)
    {
        var request = new RequestInformation { HttpMethod = Method.POST, URI = new Uri($"https://graph.microsoft.com/v1.0/users/{Address}{path}") };
        request.SetStreamContent(new MemoryStream(Encoding.UTF8.GetBytes(json)), "application/json");
        return request;
    }

    private static Recipient To(string address) => new() { EmailAddress = new() { Address = address } };
}
