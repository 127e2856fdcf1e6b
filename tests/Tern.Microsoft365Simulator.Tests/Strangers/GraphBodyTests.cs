using System.Text;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Bodies with names nobody knows or with values of another kind: nothing is passed over in silence.</summary>
public sealed class GraphBodyTests : IDisposable
{
    private readonly GraphDesk _desk = new("MailboxSettings.ReadWrite");

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("POST", "/messages", """{"sujbect":"x"}""", "sujbect", "message")]
    [InlineData("POST", "/mailFolders/inbox/messages", """{"subject":"x","body":{"type":"html"}}""", "type", "itemBody")]
    [InlineData("POST", "/messages", """{"toRecipients":[{"address":"a@b.example"}]}""", "address", "recipient")]
    [InlineData("POST", "/messages", """{"toRecipients":[{"emailAddress":{"mail":"a@b.example"}}]}""", "mail", "emailAddress")]
    [InlineData("POST", "/messages", """{"attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","content":"x"}]}""", "content", "fileAttachment")]
    [InlineData("POST", "/messages", """{"internetMessageHeaders":[{"key":"x-a","value":"b"}]}""", "key", "internetMessageHeader")]
    [InlineData("POST", "/messages", """{"meetingMessageType":"none"}""", "meetingMessageType", "message")]
    [InlineData("PATCH", "/messages/{id}", """{"isread":true,"unread":false}""", "unread", "message")]
    [InlineData("PATCH", "/messages/{id}", """{"flag":{"status":"flagged"}}""", "status", "followupFlag")]
    [InlineData("POST", "/messages/{id}/createReply", """{"coment":"x"}""", "coment", "createReply")]
    [InlineData("POST", "/messages/{id}/createReplyAll", """{"toRecipients":[]}""", "toRecipients", "createReply")]
    [InlineData("POST", "/messages/{id}/reply", """{"message":{"text":"x"}}""", "text", "message")]
    [InlineData("POST", "/messages/{id}/forward", """{"to":[]}""", "to", "forward")]
    [InlineData("POST", "/messages/{id}/move", """{"destination":"inbox"}""", "destination", "move")]
    [InlineData("POST", "/messages/{draft}/attachments", """{"name":"a","bytes":"AAAA"}""", "bytes", "fileAttachment")]
    [InlineData("POST", "/messages/{draft}/attachments", """{"@odata.type":"#microsoft.graph.itemAttachment","name":"a","item":{"title":"x"}}""", "title", "message")]
    [InlineData("POST", "/messages/{draft}/attachments/createUploadSession", """{"AttachmentItem":{"lenght":5}}""", "lenght", "attachmentItem")]
    [InlineData("POST", "/mailFolders", """{"displayName":"A","colour":"red"}""", "colour", "mailFolder")]
    [InlineData("PATCH", "/mailFolders/{folder}", """{"name":"A"}""", "name", "mailFolder")]
    [InlineData("POST", "/sendMail", """{"message":{},"saveToSent":true}""", "saveToSent", "sendMail")]
    [InlineData("POST", "/../../subscriptions", """{"url":"https://a.example"}""", "url", "subscription")]
    [InlineData("PATCH", "/../../subscriptions/x", """{"expires":"2026-03-04T00:00:00Z"}""", "expires", "subscription")]
    [InlineData("PATCH", "/mailboxSettings", """{"zone":"UTC"}""", "zone", "mailboxSettings")]
    [InlineData("PATCH", "/mailboxSettings", """{"workingHours":{"start":"08:00:00"}}""", "start", "workingHours")]
    public async Task A_property_that_the_type_does_not_have_is_named_and_refused(string method, string path, string body, string property, string type)
    {
        var refused = await RefusedAsync(400, "RequestBodyRead", () => SendAsync(method, path, body));

        Assert.StartsWith($"The property '{property}' does not exist on type '", refused.Error!.Message, StringComparison.Ordinal);
        Assert.EndsWith(type.Replace("createReply", "reply", StringComparison.Ordinal), refused.Error.Message!.Split('\'')[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toRecipients", "\"ann@customer.example\"")]
    [InlineData("toRecipients", "5")]
    [InlineData("toRecipients", """{"emailAddress":{"address":"a@b.example"}}""")]
    [InlineData("toRecipients", """["ann@customer.example"]""")]
    [InlineData("from", "\"ann@customer.example\"")]
    [InlineData("categories", "\"Red\"")]
    [InlineData("categories", "[5]")]
    [InlineData("flag", "\"flagged\"")]
    [InlineData("body", "\"Hello\"")]
    [InlineData("subject", "5")]
    [InlineData("isRead", "\"true\"")]
    [InlineData("createdDateTime", "5")]
    [InlineData("attachments", "{}")]
    [InlineData("internetMessageHeaders", "{}")]
    [InlineData("singleValueExtendedProperties", """{"id":"String 0x1035","value":"x"}""")]
    public async Task A_value_of_another_kind_is_refused(string property, string value)
    {
        var refused = await RefusedAsync(400, "RequestBodyRead", () => SendAsync("POST", "/messages", $$"""{"{{property}}":{{value}}}"""));
        Assert.Contains($"'{property}'", refused.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(_desk.Mailbox.In("drafts"));
    }

    [Theory]
    [InlineData("POST", "/messages", """{"extensions":[{}]}""")]
    [InlineData("POST", "/messages", """{"multiValueExtendedProperties":[]}""")]
    [InlineData("POST", "/mailFolders", """{"displayName":"A","singleValueExtendedProperties":[]}""")]
    public async Task What_Graph_has_and_the_simulation_has_not_says_so(string method, string path, string body)
    {
        var refused = await RefusedAsync(400, "BadRequest", () => SendAsync(method, path, body));
        Assert.EndsWith("is not part of this simulation.", refused.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_can_be_given_back_as_it_was_read()
    {
        _desk.Receive("Printer");
        var read = await _desk.GetAsync($"/messages/{_desk.LastId()}?$select=id,createdDateTime,changeKey,receivedDateTime,hasAttachments,bodyPreview,parentFolderId,conversationId,conversationIndex,isDraft,webLink,categories,flag,isRead");

        await SendAsync("PATCH", "/messages/{id}", read.Replace("\"isRead\":false", "\"isRead\":true", StringComparison.Ordinal));

        var message = _desk.Mailbox.In("inbox")[^1];
        Assert.True(message.IsRead);
        Assert.False(message.IsDraft);
    }

    [Fact]
    public async Task What_only_Exchange_sets_is_taken_and_changes_nothing()
    {
        var draft = await _desk.User.Messages.PostAsync(
            new Message { Subject = "Draft", ConversationId = "mine", IsDraft = false, BodyPreview = "other", ReceivedDateTime = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) }, cancellationToken: Ct);

        Assert.True(draft!.IsDraft);
        Assert.NotEqual("mine", draft.ConversationId);
        Assert.Equal((string.Empty, 2026), (draft.BodyPreview, draft.ReceivedDateTime!.Value.Year));
    }

    [Fact]
    public async Task The_days_of_a_flag_are_kept()
    {
        var id = _desk.Receive("Printer");
        DateTimeTimeZone Start() => new() { DateTime = "2026-03-03T08:00:00", TimeZone = "UTC" };
        DateTimeTimeZone Due() => new() { DateTime = "2026-03-05T08:00:00", TimeZone = "Europe/Berlin" };
        DateTimeTimeZone Done() => new() { DateTime = "2026-03-04T08:00:00", TimeZone = "UTC" };

        await RefusedAsync(400, "ErrorInvalidParameter", () => PatchAsync(new FollowupFlag { FlagStatus = FollowupFlagStatus.Flagged, DueDateTime = Due() }));
        await RefusedAsync(400, "RequestBodyRead", () => PatchAsync(new FollowupFlag { StartDateTime = new DateTimeTimeZone { DateTime = "soon", TimeZone = "UTC" } }));
        await PatchAsync(new FollowupFlag { FlagStatus = FollowupFlagStatus.Flagged, StartDateTime = Start(), DueDateTime = Due() });
        await PatchAsync(new FollowupFlag { FlagStatus = FollowupFlagStatus.Complete, CompletedDateTime = Done() });
        var flag = (await _desk.User.Messages[id].GetAsync(cancellationToken: Ct))!.Flag!;
        var cleared = (await PatchAsync(new FollowupFlag { FlagStatus = FollowupFlagStatus.NotFlagged }))!.Flag!;

        Assert.Equal(
            (FollowupFlagStatus.Complete, "2026-03-03T08:00:00", "2026-03-05T08:00:00", "Europe/Berlin", "2026-03-04T08:00:00"),
            (flag.FlagStatus, flag.StartDateTime!.DateTime, flag.DueDateTime!.DateTime, flag.DueDateTime.TimeZone, flag.CompletedDateTime!.DateTime));
        Assert.Equal((FollowupFlagStatus.NotFlagged, null, null), (cleared.FlagStatus, cleared.StartDateTime, cleared.DueDateTime));

        Task<Message?> PatchAsync(FollowupFlag given) => _desk.User.Messages[id].PatchAsync(new Message { Flag = given }, cancellationToken: Ct);
    }

    [Fact]
    public async Task Attachments_are_not_set_by_changing_the_message()
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "Draft" }, cancellationToken: Ct);
        await RefusedAsync(400, "ErrorInvalidPropertySet", () => _desk.User.Messages[draft!.Id].PatchAsync(
            new Message { Attachments = [new FileAttachment { Name = "a.txt", ContentBytes = [1] }] }, cancellationToken: Ct));
    }

    [Fact]
    public async Task Where_a_file_lies_is_kept_and_leaves_with_the_mail()
    {
        var draft = await _desk.User.Messages.PostAsync(
            new Message { Subject = "Draft", ToRecipients = [new() { EmailAddress = new() { Address = "ann@customer.example" } }] }, cancellationToken: Ct);
        var file = (FileAttachment)(await _desk.User.Messages[draft!.Id].Attachments.PostAsync(
            new FileAttachment { Name = "a.png", ContentBytes = [1], ContentLocation = "images/a.png" }, cancellationToken: Ct))!;
        var listed = (FileAttachment)(await _desk.User.Messages[draft.Id].Attachments.GetAsync(cancellationToken: Ct))!.Value![0];
        await _desk.User.Messages[draft.Id].Send.PostAsync(cancellationToken: Ct);

        Assert.Equal(("images/a.png", "images/a.png"), (file.ContentLocation, listed.ContentLocation));
        Assert.Contains("Content-Location: images/a.png", Encoding.ASCII.GetString(_desk.Outside()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"workingHours":{"startTime":"garbage"}}""", 400, "RequestBodyRead")]
    [InlineData("""{"workingHours":{"endTime":"25:00:00"}}""", 400, "RequestBodyRead")]
    [InlineData("""{"dateFormat":"rubbish"}""", 400, "ErrorInvalidParameter")]
    [InlineData("""{"timeFormat":"late"}""", 400, "ErrorInvalidParameter")]
    [InlineData("""{"userPurpose":"shared"}""", 400, "ErrorInvalidPropertySet")]
    public async Task Settings_that_cannot_be_are_refused_and_change_nothing(string body, int status, string code)
    {
        var before = await _desk.GetAsync("/mailboxSettings?$select=dateFormat,timeFormat,userPurpose,workingHours");
        await RefusedAsync(status, code, () => SendAsync("PATCH", "/mailboxSettings", body));
        Assert.Equal(before, await _desk.GetAsync("/mailboxSettings?$select=dateFormat,timeFormat,userPurpose,workingHours"));
    }

    [Theory]
    [InlineData("dateFormat", "dd.MM.yyyy")]
    [InlineData("dateFormat", "dddd, d 'de' MMMM yyyy")]
    [InlineData("timeFormat", "HH:mm")]
    [InlineData("timeFormat", "h:mm:ss tt")]
    public async Task Formats_of_dates_and_times_are_kept(string name, string format)
    {
        await SendAsync("PATCH", "/mailboxSettings", $$"""{"{{name}}":"{{format}}"}""");
        Assert.Contains($"\"{name}\":\"{format}\"", await _desk.GetAsync("/mailboxSettings"), StringComparison.Ordinal);
    }

    private async Task SendAsync(string method, string path, string body)
    {
        if (path.Contains("{id}", StringComparison.Ordinal) && _desk.Mailbox.In("inbox").Count == 0)
        {
            _desk.Receive("Printer");
        }

        path = path.Replace("{id}", _desk.Mailbox.In("inbox").Count == 0 ? string.Empty : _desk.LastId(), StringComparison.Ordinal);
        if (path.Contains("{draft}", StringComparison.Ordinal))
        {
            path = path.Replace("{draft}", (await _desk.User.Messages.PostAsync(new Message { Subject = "Draft" }, cancellationToken: Ct))!.Id, StringComparison.Ordinal);
        }

        if (path.Contains("{folder}", StringComparison.Ordinal))
        {
            path = path.Replace("{folder}", (await _desk.User.MailFolders.PostAsync(new MailFolder { DisplayName = "Own" }, cancellationToken: Ct))!.Id, StringComparison.Ordinal);
        }

        var request = new RequestInformation { HttpMethod = Enum.Parse<Method>(method), URI = new Uri($"https://graph.microsoft.com/v1.0/users/{Address}{path}") };
        request.SetStreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)), "application/json");
        using var answer = await _desk.RawAsync(request);
    }
}
