using System.Text;
using Microsoft.Graph.Models;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client reads messages, their parts and properties.</summary>
public sealed class GraphMessageTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task The_MIME_is_what_arrived()
    {
        _desk.ReceiveRaw(Mails.WithFile);
        await using var mime = await _desk.User.Messages[_desk.LastId()].Content.GetAsync(cancellationToken: Ct);
        Assert.Equal(Mails.WithFile.ReplaceLineEndings("\r\n"), await TextAsync(mime));
    }

    [Fact]
    public async Task Bodies_follow_the_preference_and_are_safe_unless_the_unsafe_is_wanted()
    {
        var id = _desk.ReceiveRaw(Mails.WithInlinePicture);
        var (safe, applied) = await BodyAsync(id, null);
        var (text, told) = await BodyAsync(id, "outlook.body-content-type=\"text\", IdType=\"ImmutableId\"");
        var (whole, _) = await BodyAsync(id, "outlook.allow-unsafe-html");

        Assert.Equal(BodyType.Html, safe.ContentType);
        Assert.Contains("cid:logo", safe.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("script", safe.Content, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("onclick", safe.Content, StringComparison.OrdinalIgnoreCase);
        Assert.Null(applied);
        Assert.Equal((BodyType.Text, "Look go"), (text.ContentType, text.Content!.Replace("\r\n", string.Empty, StringComparison.Ordinal).Trim()));
        Assert.Equal("IdType=\"ImmutableId\", outlook.body-content-type=\"text\"", told);
        Assert.Contains("alert(1)", whole.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_text_is_text_unless_HTML_is_preferred()
    {
        var id = _desk.Receive("Printer", text: "a < b");
        Assert.Equal(BodyType.Text, (await BodyAsync(id, null)).Body.ContentType);
        Assert.Contains("a &lt; b", (await BodyAsync(id, "outlook.body-content-type=\"html\"")).Body.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_immutable_where_it_is_preferred()
    {
        var changing = _desk.Receive("Printer");
        var immutable = (await _desk.User.Messages[changing].GetAsync(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""), Ct))!.Id!;
        var moved = await _desk.User.Messages[changing].Move.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct);

        Assert.NotEqual(changing, immutable);
        Assert.NotEqual(changing, moved!.Id);
        Assert.Equal("Printer", (await _desk.User.Messages[immutable].GetAsync(cancellationToken: Ct))!.Subject);
        await RefusedAsync(404, "ErrorItemNotFound", () => _desk.User.Messages[changing].GetAsync(cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => _desk.User.Messages[immutable.ToUpperInvariant()].GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task Headers_come_when_selected_and_not_for_what_was_sent()
    {
        var id = _desk.ReceiveRaw(Mails.Answer);
        Assert.Null((await _desk.User.Messages[id].GetAsync(cancellationToken: Ct))!.InternetMessageHeaders);
        var headers = (await _desk.User.Messages[id].GetAsync(c => c.QueryParameters.Select = ["internetMessageHeaders"], Ct))!.InternetMessageHeaders!;
        Assert.Contains(headers, h => h is { Name: "In-Reply-To", Value: "<r1@desk.example>" });

        await _desk.User.Messages[id].Reply.PostAsync(new() { Comment = "Fine." }, cancellationToken: Ct);
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        var sent = Assert.Single((await _desk.User.MailFolders["sentitems"].Messages.GetAsync(c => c.QueryParameters.Select = ["subject", "internetMessageHeaders"], Ct))!.Value!);
        Assert.Null(sent.InternetMessageHeaders);
    }

    [Fact]
    public async Task The_unique_body_leaves_out_what_is_quoted_and_the_preview_is_short()
    {
        var id = _desk.ReceiveRaw(Mails.Answer);
        var message = await _desk.User.Messages[id].GetAsync(c => c.QueryParameters.Select = ["uniqueBody", "bodyPreview", "body"], Ct);
        _desk.Receive("Long", text: new string('x', 400));
        var longer = await _desk.User.Messages[_desk.LastId()].GetAsync(cancellationToken: Ct);

        Assert.Equal("Thank you, it works.", message!.UniqueBody!.Content!.Trim());
        Assert.Contains("Please turn it on.", message.Body!.Content, StringComparison.Ordinal);
        Assert.Equal(255, longer!.BodyPreview!.Length);
        Assert.Null(longer.UniqueBody);
    }

    [Fact]
    public async Task Inline_pictures_alone_do_not_count_as_attachments_and_are_listed_all_the_same()
    {
        var id = _desk.ReceiveRaw(Mails.WithInlinePicture);
        Assert.False((await _desk.User.Messages[id].GetAsync(cancellationToken: Ct))!.HasAttachments);

        var picture = Assert.IsType<FileAttachment>(Assert.Single((await _desk.User.Messages[id].Attachments.GetAsync(cancellationToken: Ct))!.Value!));

        Assert.Equal((true, "logo", "logo.png", "image/png"), (picture.IsInline, picture.ContentId, picture.Name, picture.ContentType));
        Assert.Equal(8, picture.ContentBytes!.Length);
    }

    [Fact]
    public async Task A_file_is_read_with_its_bytes_and_raw()
    {
        var id = _desk.ReceiveRaw(Mails.WithFile);
        var listed = (await _desk.User.Messages[id].Attachments.GetAsync(c => c.QueryParameters.Select = ["id", "name", "size"], Ct))!.Value![0];
        var file = Assert.IsType<FileAttachment>(await _desk.User.Messages[id].Attachments[listed.Id].GetAsync(cancellationToken: Ct));

        Assert.Null(((FileAttachment)listed).ContentBytes);
        Assert.Equal("a,b,c", Encoding.ASCII.GetString(file.ContentBytes!));
        Assert.NotEqual(file.ContentBytes!.Length, file.Size);
        Assert.NotNull(file.LastModifiedDateTime);
        Assert.Contains("\"contentLocation\":null", await _desk.GetAsync($"/messages/{id}/attachments/{listed.Id}"), StringComparison.Ordinal);
        Assert.Equal("a,b,c", await _desk.GetAsync($"/messages/{id}/attachments/{listed.Id}/$value"));
        await RefusedAsync(404, "ErrorItemNotFound", () => _desk.User.Messages[_desk.Receive("Other")].Attachments[listed.Id].GetAsync(cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => _desk.User.Messages[id].Attachments["x"].GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task A_mail_inside_is_an_item_that_can_be_expanded_and_has_MIME()
    {
        var id = _desk.ReceiveRaw(Mails.WithMail);
        var listed = Assert.IsType<ItemAttachment>(Assert.Single((await _desk.User.Messages[id].Attachments.GetAsync(cancellationToken: Ct))!.Value!));
        var expanded = Assert.IsType<ItemAttachment>(await _desk.User.Messages[id].Attachments[listed.Id].GetAsync(
            c => c.QueryParameters.Expand = ["microsoft.graph.itemattachment/item"], Ct));

        Assert.Null(listed.Item);
        var inner = Assert.IsType<Message>(expanded.Item);
        Assert.Equal(("", "The first one", "<inner@elsewhere.example>"), (inner.Id, inner.Subject, inner.InternetMessageId));
        Assert.Contains("Inner text.", await _desk.GetAsync($"/messages/{id}/attachments/{listed.Id}/$value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_into_the_cloud_has_no_bytes()
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "Link" }, cancellationToken: Ct);
        var link = new ReferenceAttachment { Name = "Plan", AdditionalData = { ["sourceUrl"] = "https://files.example/plan" } };
        var made = await _desk.User.Messages[draft!.Id].Attachments.PostAsync(link, cancellationToken: Ct);

        Assert.IsType<ReferenceAttachment>(Assert.Single((await _desk.User.Messages[draft.Id].Attachments.GetAsync(cancellationToken: Ct))!.Value!));
        await RefusedAsync(405, "ErrorInvalidRequest", () => _desk.GetAsync($"/messages/{draft.Id}/attachments/{made!.Id}/$value"));
    }

    [Fact]
    public async Task Meeting_mail_is_an_event_message_and_its_times_follow_the_preferred_zone()
    {
        var id = _desk.ReceiveRaw(Mails.Invitation);
        var utc = Assert.IsType<EventMessage>(await _desk.User.Messages[id].GetAsync(cancellationToken: Ct));
        var berlin = Assert.IsType<EventMessage>(await _desk.User.Messages[id].GetAsync(c => c.Headers.Add("Prefer", "outlook.timezone=\"Europe/Berlin\""), Ct));

        Assert.Equal((MeetingMessageType.MeetingRequest, "2026-03-10T09:00:00.0000000", "UTC"), (utc.MeetingMessageType, utc.StartDateTime!.DateTime, utc.StartDateTime.TimeZone));
        Assert.Equal(("2026-03-10T10:00:00.0000000", "Europe/Berlin"), (berlin.StartDateTime!.DateTime, berlin.StartDateTime.TimeZone));
        Assert.Equal("Room 5", utc.Location!.DisplayName);
        Assert.Empty((await _desk.User.Messages[id].Attachments.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public Task A_time_zone_nobody_knows_is_refused() => RefusedAsync(400, "TimeZoneNotSupportedException", () =>
        _desk.Inbox.Messages.GetAsync(c => c.Headers.Add("Prefer", "outlook.timezone=\"Mars Standard Time\""), Ct));

    [Theory]
    [InlineData(Mails.Encrypted, "smime.p7m", "IPM.Note.SMIME")]
    [InlineData(Mails.Protected, "message.rpmsg", "IPM.Note")]
    public async Task Encrypted_mail_comes_as_it_is(string raw, string name, string messageClass)
    {
        var id = _desk.ReceiveRaw(raw);
        var message = await _desk.User.Messages[id].GetAsync(
            c => c.QueryParameters.Expand = ["attachments", "singleValueExtendedProperties($filter=id eq 'String 0x001A')"], Ct);

        Assert.Equal(name, Assert.Single(message!.Attachments!).Name);
        Assert.True(message.HasAttachments);
        Assert.Equal(messageClass, message.SingleValueExtendedProperties![0].Value);
        await using var mime = await _desk.User.Messages[id].Content.GetAsync(cancellationToken: Ct);
        Assert.Equal(raw.ReplaceLineEndings("\r\n"), await TextAsync(mime));
    }

    [Theory]
    [InlineData(Mails.Bounce, "REPORT.IPM.Note.NDR")]
    [InlineData(Mails.Invitation, "IPM.Schedule.Meeting.Request")]
    [InlineData(Mails.Answer, "IPM.Note")]
    [InlineData("From: a@b.example\nAuto-Submitted: auto-replied\nSubject: Out\n\nAway.\n", "IPM.Note.Rules.OofTemplate.Microsoft")]
    public async Task Message_classes(string raw, string expected) =>
        Assert.Equal(expected, await PropertyAsync(_desk.ReceiveRaw(raw), "String 0x001A"));

    [Theory]
    [InlineData("String 0x1035", "<answer@customer.example>")]
    [InlineData("String 0x1042", "<r1@desk.example>")]
    [InlineData("String 0x1039", "<q1@customer.example> <r1@desk.example>")]
    [InlineData("String 0x0037", "Re: Printer")]
    [InlineData("Integer 0x0E07", "0")]
    [InlineData("String 0x0C1F", "ann@customer.example")]
    public async Task Tags_that_Exchange_fills(string tag, string expected) => Assert.Equal(expected, await PropertyAsync(_desk.ReceiveRaw(Mails.Answer), tag));

    [Fact]
    public async Task Transport_headers_are_a_property_of_what_was_delivered()
    {
        Assert.Contains("In-Reply-To: <r1@desk.example>\r\n", await PropertyAsync(_desk.ReceiveRaw(Mails.Answer), "String 0x007D"), StringComparison.Ordinal);
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "x" }, cancellationToken: Ct);
        Assert.Null(await PropertyAsync(draft!.Id!, "String 0x007D"));
    }

    [Fact]
    public async Task A_message_that_vanished_is_not_found()
    {
        var id = _desk.Receive("Printer");
        _desk.Simulator.Mailboxes.Purge(_desk.Mailbox, _desk.Mailbox.In("inbox")[0]);
        await RefusedAsync(404, "ErrorItemNotFound", () => _desk.User.Messages[id].Content.GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task One_thread_has_one_conversation_until_its_subject_changes()
    {
        _desk.ReceiveRaw(Mails.Answer);
        _desk.ReceiveRaw(Mails.Answer.Replace("Re: Printer", "AW: RE: Printer", StringComparison.Ordinal));
        _desk.ReceiveRaw(Mails.Answer.Replace("Re: Printer", "Re: Scanner", StringComparison.Ordinal));
        var rows = (await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Select = ["conversationId", "conversationIndex", "internetMessageId"], Ct))!.Value!;

        Assert.Equal(rows[1].ConversationId, rows[2].ConversationId);
        Assert.NotEqual(rows[0].ConversationId, rows[1].ConversationId);
        Assert.Equal(rows[1].ConversationIndex, rows[2].ConversationIndex);
        Assert.Equal(32, rows[1].ConversationIndex!.Length);
        // One Message-ID may stand on several messages.
        Assert.Single(rows.Select(r => r.InternetMessageId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_tenant_has_its_own_name_for_the_same_conversation()
    {
        var ben = _desk.Simulator.Users.Add(_desk.Simulator.Tenants.Add("fabrikam"), "ben");
        var raw = Encoding.UTF8.GetBytes(Mails.Answer.ReplaceLineEndings("\r\n"));
        _desk.Simulator.Customers.Send(raw, Address);
        _desk.Simulator.Customers.Send(raw, ben.Mail);

        Assert.NotEqual(_desk.Mailbox.In("inbox")[0].ConversationId, _desk.Simulator.Mailboxes.Of(ben).In("inbox")[0].ConversationId);
    }

    private async Task<(ItemBody Body, string? Applied)> BodyAsync(string id, string? prefer)
    {
        var inspect = new Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options.HeadersInspectionHandlerOption { InspectResponseHeaders = true };
        var message = await _desk.User.Messages[id].GetAsync(
            c =>
            {
                c.Options.Add(inspect);
                if (prefer is not null)
                {
                    c.Headers.Add("Prefer", prefer);
                }
            },
            Ct);
        return (message!.Body!, inspect.ResponseHeaders.TryGetValue("Preference-Applied", out var applied) ? string.Join(", ", applied) : null);
    }

    private async Task<string?> PropertyAsync(string id, string property) =>
        (await _desk.User.Messages[id].GetAsync(c => c.QueryParameters.Expand = [$"singleValueExtendedProperties($filter=id eq '{property}')"], Ct))!
            .SingleValueExtendedProperties?.SingleOrDefault()?.Value;

    private static async Task<string> TextAsync(Stream? stream)
    {
        using var reader = new StreamReader(stream!);
        return await reader.ReadToEndAsync(Ct);
    }
}
