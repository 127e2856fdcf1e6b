using System.Text;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Messages.Item.CreateForward;
using Microsoft.Graph.Users.Item.Messages.Item.CreateReply;
using Microsoft.Graph.Users.Item.Messages.Item.CreateReplyAll;
using Tern.Microsoft365Simulator.Mailboxes;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using MailboxSettings = Microsoft.Graph.Models.MailboxSettings;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client composes, answers and forwards.</summary>
public sealed class GraphDraftTests : IDisposable
{
    private const string Question = Mails.Head + "Cc: boss@customer.example, support@contoso.example\nReply-To: Ann Help <help@customer.example>\nSubject: Printer\nMessage-ID: <q1@customer.example>\nReferences: <q0@customer.example>\n\nIt is < broken.\n";
    private readonly GraphDesk _desk = new("MailboxSettings.ReadWrite");

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_draft_in_JSON_keeps_all_that_was_set()
    {
        var made = await _desk.User.Messages.PostAsync(
            new Message
            {
                Subject = "Größe",
                Body = new ItemBody { ContentType = BodyType.Html, Content = "<p>Hi</p>" },
                ToRecipients = [To("ann@customer.example", "Ann")],
                CcRecipients = [To("bob@customer.example")],
                BccRecipients = [To("eve@customer.example")],
                ReplyTo = [To("desk@contoso.example")],
                From = To(Address, "The desk"),
                Importance = Importance.High,
                IsReadReceiptRequested = true,
                IsDeliveryReceiptRequested = true,
                InternetMessageId = "<own@desk.example>",
                InternetMessageHeaders = [new() { Name = "X-Auto-Response-Suppress", Value = "All" }],
                SingleValueExtendedProperties = [new() { Id = Key, Value = "42" }],
                Attachments = [new FileAttachment { Name = "a.txt", ContentType = "text/plain", ContentBytes = [1, 2, 3] }],
            },
            cancellationToken: Ct);
        var read = await _desk.User.Messages[made!.Id].GetAsync(c => c.QueryParameters.Expand = ["attachments", $"singleValueExtendedProperties($filter=id eq '{Key}')"], Ct);

        Assert.Equal((true, true, true, Importance.High), (made.IsDraft, made.IsReadReceiptRequested, made.IsDeliveryReceiptRequested, made.Importance));
        Assert.Equal(("Größe", "<own@desk.example>", true), (read!.Subject, read.InternetMessageId, read.HasAttachments));
        Assert.Equal(("The desk", "eve@customer.example", "desk@contoso.example"), (read.From!.EmailAddress!.Name, read.BccRecipients![0].EmailAddress!.Address, read.ReplyTo![0].EmailAddress!.Address));
        Assert.Equal("a.txt", Assert.Single(read.Attachments!).Name);
        Assert.Equal("42", read.SingleValueExtendedProperties![0].Value);
        await _desk.User.Messages[made.Id].Send.PostAsync(cancellationToken: Ct);
        var mime = MessageFacts.Parse(_desk.Outside());
        Assert.Equal(("All", "own@desk.example"), (mime.Headers["X-Auto-Response-Suppress"], mime.MessageId));
    }

    [Fact]
    public async Task A_draft_is_changed_until_it_is_sent()
    {
        var made = await _desk.User.Messages.PostAsync(new Message { Subject = "One", ToRecipients = [To("ann@customer.example")], InternetMessageId = "<own@desk.example>" }, cancellationToken: Ct);
        var changed = await _desk.User.Messages[made!.Id].PatchAsync(
            new Message { Subject = "Two", Body = new ItemBody { ContentType = BodyType.Text, Content = "text" }, InternetMessageId = "<other@desk.example>", InternetMessageHeaders = [new() { Name = "x-desk", Value = "1" }] }, cancellationToken: Ct);

        Assert.Equal(("Two", "text", "<other@desk.example>"), (changed!.Subject, changed.Body!.Content!.Trim(), changed.InternetMessageId));
        await _desk.User.Messages[made.Id].Send.PostAsync(cancellationToken: Ct);
        Assert.Equal("1", MessageFacts.Parse(_desk.Outside()).Headers["x-desk"]);
    }

    [Fact]
    public async Task A_draft_from_MIME_is_sent_as_it_was_written()
    {
        var raw = Encoding.UTF8.GetBytes("From: support@contoso.example\r\nTo: ann@customer.example\r\nSubject: MIME\r\nMessage-ID: <m1@desk.example>\r\nDate: Mon, 02 Mar 2026 08:00:00 +0000\r\nIn-Reply-To: <q1@customer.example>\r\n\r\nHello\r\n");
        await _desk.RawAsync(AsMime(_desk.User.Messages.ToPostRequestInformation(new Message()), raw));
        var draft = Assert.Single((await _desk.User.MailFolders["drafts"].Messages.GetAsync(c => c.QueryParameters.Filter = "internetMessageId eq '<m1@desk.example>'", Ct))!.Value!);
        await _desk.User.Messages[draft.Id].Send.PostAsync(cancellationToken: Ct);

        Assert.Equal(raw, _desk.Outside());
    }

    [Fact]
    public async Task MIME_goes_through_sendMail_too()
    {
        var raw = Office.Mail("Direct", Address, "ann@customer.example");
        await _desk.RawAsync(AsMime(_desk.User.SendMail.ToPostRequestInformation(new() { Message = new Message() }), raw));
        Assert.Equal(raw, _desk.Outside());
    }

    [Fact]
    public async Task MIME_that_is_none_is_refused()
    {
        var wrong = AsMime(_desk.User.Messages.ToPostRequestInformation(new Message()), []);
        wrong.SetStreamContent(new MemoryStream("%%%"u8.ToArray()), "text/plain");
        await RefusedAsync(400, "ErrorMimeContentInvalidBase64String", () => _desk.RawAsync(wrong));
        await RefusedAsync(400, "ErrorMimeContentInvalid", () => _desk.RawAsync(AsMime(_desk.User.Messages.ToPostRequestInformation(new Message()), "no header here\r\n"u8.ToArray())));
    }

    [Theory]
    [InlineData("In-Reply-To")]
    [InlineData("References")]
    [InlineData("Auto-Submitted")]
    public Task Only_x_headers_can_be_set_in_JSON(string name) => RefusedAsync(400, "InvalidInternetMessageHeader", () => _desk.User.Messages.PostAsync(
        new Message { InternetMessageHeaders = [new() { Name = name, Value = "<q1@customer.example>" }] }, cancellationToken: Ct));

    [Fact]
    public async Task Five_headers_are_the_most_unless_it_is_switched()
    {
        Message WithSix() => new() { InternetMessageHeaders = [.. Enumerable.Range(1, 6).Select(i => new InternetMessageHeader { Name = $"x-{i}", Value = "1" })] };
        await RefusedAsync(400, "InvalidInternetMessageHeaderCollection", () => _desk.User.Messages.PostAsync(WithSix(), cancellationToken: Ct));
        _desk.Simulator.Settings.MostMessageHeaders = 10;
        Assert.NotNull(await _desk.User.Messages.PostAsync(WithSix(), cancellationToken: Ct));
    }

    [Fact]
    public async Task A_reply_is_prepared_in_the_thread_with_the_mail_quoted()
    {
        var id = _desk.ReceiveRaw(Question);
        var question = await _desk.User.Messages[id].GetAsync(cancellationToken: Ct);
        var reply = await _desk.User.Messages[id].CreateReply.PostAsync(new CreateReplyPostRequestBody { Comment = "We <look>." }, cancellationToken: Ct);

        Assert.Equal((true, "RE: Printer", question!.ConversationId), (reply!.IsDraft, reply.Subject, reply.ConversationId));
        Assert.Equal("help@customer.example", Assert.Single(reply.ToRecipients!).EmailAddress!.Address);
        Assert.Empty(reply.CcRecipients!);
        Assert.Contains("We &lt;look&gt;.", reply.Body!.Content, StringComparison.Ordinal);
        Assert.Contains("It is &lt; broken.", reply.Body.Content, StringComparison.Ordinal);
        Assert.NotEqual(question.InternetMessageId, reply.InternetMessageId);
        await _desk.User.Messages[reply.Id].Send.PostAsync(cancellationToken: Ct);
        var mime = MessageFacts.Parse(_desk.Outside("help@customer.example"));
        Assert.Equal("q1@customer.example", mime.InReplyTo);
        Assert.Equal(["q0@customer.example", "q1@customer.example"], mime.References);
    }

    [Fact]
    public async Task An_answer_to_all_leaves_out_the_desk_itself()
    {
        var id = _desk.ReceiveRaw(Question);
        var reply = await _desk.User.Messages[id].CreateReplyAll.PostAsync(
            new CreateReplyAllPostRequestBody { Message = new Message { Body = new ItemBody { ContentType = BodyType.Text, Content = "Own text" }, Importance = Importance.High } }, cancellationToken: Ct);

        Assert.Equal("boss@customer.example", Assert.Single(reply!.CcRecipients!).EmailAddress!.Address);
        Assert.Equal("help@customer.example", Assert.Single(reply.ToRecipients!).EmailAddress!.Address);
        Assert.Equal(("Own text", Importance.High), (reply.Body!.Content!.Trim(), reply.Importance));
    }

    [Fact]
    public async Task A_forward_takes_the_files_along()
    {
        var id = _desk.ReceiveRaw(Mails.WithFile);
        var draft = await _desk.User.Messages[id].CreateForward.PostAsync(new CreateForwardPostRequestBody { Comment = "FYI", ToRecipients = [To("bob@customer.example")] }, cancellationToken: Ct);

        Assert.Equal(("FW: Files", true), (draft!.Subject, draft.HasAttachments));
        Assert.Equal("list.txt", Assert.Single((await _desk.User.Messages[draft.Id].Attachments.GetAsync(cancellationToken: Ct))!.Value!).Name);
        var file = (await _desk.User.Messages[draft.Id].Attachments.GetAsync(cancellationToken: Ct))!.Value![0];
        await _desk.User.Messages[draft.Id].Attachments[file.Id].DeleteAsync(cancellationToken: Ct);
        Assert.Empty((await _desk.User.Messages[draft.Id].Attachments.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public async Task The_prefix_is_in_the_language_of_the_mailbox()
    {
        await _desk.User.MailboxSettings.PatchAsync(new MailboxSettings { Language = new LocaleInfo { Locale = "de-DE" } }, cancellationToken: Ct);
        var reply = await _desk.User.Messages[_desk.Receive("Drucker")].CreateReply.PostAsync(new CreateReplyPostRequestBody(), cancellationToken: Ct);
        Assert.Equal("AW: Drucker", reply!.Subject);
    }

    [Fact]
    public async Task Comment_and_body_exclude_each_other_and_so_do_two_places_of_recipients()
    {
        var id = _desk.Receive("Printer");
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages[id].CreateReply.PostAsync(
            new CreateReplyPostRequestBody { Comment = "a", Message = new Message { Body = new ItemBody { Content = "b" } } }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages[id].Forward.PostAsync(
            new() { ToRecipients = [To("a@b.example")], Message = new Message { ToRecipients = [To("a@b.example")] } }, cancellationToken: Ct));
    }

    [Fact]
    public async Task Direct_answers_leave_at_once_and_keep_a_copy()
    {
        var id = _desk.Receive("Printer");
        await _desk.User.Messages[id].Reply.PostAsync(new() { Comment = "We are on it." }, cancellationToken: Ct);
        var mime = MessageFacts.Parse(_desk.Outside());

        Assert.Equal(("RE: Printer", "Printer@customer.example"), (mime.Subject, mime.InReplyTo));
        Assert.Single((await _desk.User.MailFolders["sentitems"].Messages.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public async Task A_forward_to_all_and_a_direct_answer_to_all()
    {
        var id = _desk.ReceiveRaw(Question);
        await _desk.User.Messages[id].ReplyAll.PostAsync(new() { Comment = "All" }, cancellationToken: Ct);
        await _desk.User.Messages[id].Forward.PostAsync(new() { Comment = "See", ToRecipients = [To("eve@elsewhere.example")] }, cancellationToken: Ct);

        Assert.NotEmpty(_desk.Outside("boss@customer.example"));
        Assert.Equal("FW: Printer", MessageFacts.Read(_desk.Outside("eve@elsewhere.example")).Subject);
    }

    [Fact]
    public async Task What_cannot_be_sent_leaves_no_draft_behind()
    {
        var id = _desk.Receive("Printer");
        await RefusedAsync(400, "ErrorInvalidRecipients", () => _desk.User.Messages[id].Forward.PostAsync(new() { Comment = "To nobody" }, cancellationToken: Ct));
        Assert.Empty((await _desk.User.MailFolders["drafts"].Messages.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public async Task A_draft_cannot_be_answered()
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "x" }, cancellationToken: Ct);
        await RefusedAsync(400, "ErrorInvalidReferenceItem", () => _desk.User.Messages[draft!.Id].CreateReply.PostAsync(new CreateReplyPostRequestBody(), cancellationToken: Ct));
    }

    [Fact]
    public async Task A_mail_can_be_attached_as_an_item_and_arrives_as_a_mail()
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "Outer", ToRecipients = [To("ann@customer.example")] }, cancellationToken: Ct);
        await _desk.User.Messages[draft!.Id].Attachments.PostAsync(
            new ItemAttachment { Name = "Inner", Item = new Message { Subject = "Inner", Body = new ItemBody { Content = "deep" } } }, cancellationToken: Ct);
        await _desk.User.Messages[draft.Id].Send.PostAsync(cancellationToken: Ct);

        var part = Assert.IsType<MimeKit.MessagePart>(Assert.Single(MessageFacts.Files(MessageFacts.Parse(_desk.Outside()))));
        Assert.Equal("Inner", part.Message!.Subject);
    }

    [Fact]
    public async Task Attachments_are_refused_where_they_do_not_belong_or_are_broken()
    {
        var received = _desk.Receive("Printer");
        var draft = (await _desk.User.Messages.PostAsync(new Message { Subject = "x" }, cancellationToken: Ct))!.Id;
        await RefusedAsync(403, "ErrorAccessDenied", () => _desk.User.Messages[received].Attachments.PostAsync(new FileAttachment { Name = "a", ContentBytes = [1] }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages[draft].Attachments.PostAsync(new FileAttachment { Name = "a" }, cancellationToken: Ct));
        await RefusedAsync(400, "RequestBodyRead", () => _desk.User.Messages[draft].Attachments.PostAsync(
            new FileAttachment { Name = "a", AdditionalData = { ["contentBytes"] = "!!" } }, cancellationToken: Ct));
        await RefusedAsync(400, "BadRequest", () => _desk.User.Messages[draft].Attachments.PostAsync(new ItemAttachment { Name = "a", Item = new Event() }, cancellationToken: Ct));
    }

    [Fact]
    public async Task Deferred_mail_waits_for_its_time()
    {
        var later = _desk.Simulator.Clock.GetUtcNow().AddHours(2);
        var draft = await _desk.User.Messages.PostAsync(
            new Message { Subject = "Later", ToRecipients = [To("ann@customer.example")], SingleValueExtendedProperties = [new() { Id = "SystemTime 0x3FEF", Value = later.ToString("o") }] }, cancellationToken: Ct);
        await _desk.User.Messages[draft!.Id].Send.PostAsync(cancellationToken: Ct);
        _desk.Simulator.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(_desk.Simulator.Customers.Inbox("ann@customer.example"));
        _desk.Simulator.Clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEmpty(_desk.Outside());
    }

    [Fact]
    public async Task Of_a_property_that_stands_twice_the_last_one_counts()
    {
        var request = _desk.User.Messages.ToPostRequestInformation(new Message());
        request.SetStreamContent(new MemoryStream("""{"subject":"one","Subject":"two"}"""u8.ToArray()), "application/json");
        await _desk.RawAsync(request);
        Assert.Equal("two", Assert.Single(_desk.Mailbox.In("drafts")).Facts.Subject);
    }

    [Fact]
    public async Task Requests_over_4_MB_are_refused_with_413_or_400()
    {
        static Message Big() => new() { Attachments = [new FileAttachment { Name = "big", ContentBytes = new byte[3_300_000] }] };
        await RefusedAsync(413, "RequestEntityTooLarge", () => _desk.User.Messages.PostAsync(Big(), cancellationToken: Ct));
        _desk.Simulator.Settings.LargeRequestStatus = 400;
        await RefusedAsync(400, "BadRequest", () => _desk.User.Messages.PostAsync(Big(), cancellationToken: Ct));
    }

    private static Recipient To(string address, string? name = null) => new() { EmailAddress = new EmailAddress { Address = address, Name = name } };
}
