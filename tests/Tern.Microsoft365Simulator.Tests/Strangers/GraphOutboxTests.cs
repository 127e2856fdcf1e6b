using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.SendMail;
using Tern.Microsoft365Simulator.Mailboxes;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using Message = Microsoft.Graph.Models.Message;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>What can be found out about a mail whose sending was answered by nothing, or by 202, which says little more.</summary>
public sealed class GraphOutboxTests : IDisposable
{
    private const string MessageId = "<answer-42@desk.example>";
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_mail_passes_from_Drafts_through_the_Outbox_to_Sent_Items()
    {
        var settings = _desk.Simulator.Settings;
        (settings.LeaveDraftsAfter, settings.SentItemsAfter) = (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3));
        var id = await DraftAsync();
        await _desk.User.Messages[id].Send.PostAsync(cancellationToken: Ct);

        Assert.Equal(("drafts", true), await WhereAsync(id));
        _desk.Simulator.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(("outbox", true), await WhereAsync(id));
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(("sentitems", false), await WhereAsync(id));
        Assert.NotNull((await LookAsync(id)).SentDateTime);
    }

    [Fact]
    public async Task Without_a_copy_in_Sent_Items_nothing_is_left_to_look_for()
    {
        await _desk.User.SendMail.PostAsync(new SendMailPostRequestBody { Message = Answer(), SaveToSentItems = false }, cancellationToken: Ct);

        Assert.Contains(MessageId, System.Text.Encoding.UTF8.GetString(_desk.Outside()), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await ByPropertyAsync("/messages"), await ByMessageIdAsync("/messages")));
    }

    [Fact]
    public async Task Nothing_tells_a_repeated_send_from_a_second_mail()
    {
        for (var i = 0; i < 2; i++)
        {
            await _desk.User.SendMail.PostAsync(
                new SendMailPostRequestBody { Message = Answer(), SaveToSentItems = true }, c => c.Headers.Add("client-request-id", "4d4ac3a2-5ac6-4a05-9d1a-0d6a9a2a2b11"), Ct);
        }

        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _desk.Simulator.Customers.Inbox("ann@customer.example").Count);
        Assert.Equal(2, await ByMessageIdAsync("/mailFolders/sentitems/messages"));
    }

    [Fact]
    public async Task A_send_that_a_gateway_lost_may_have_happened_and_a_repetition_of_sendMail_is_a_second_mail()
    {
        _desk.Simulator.Faults.Add(new Fault { Class = "S2", Times = 1 });
        var send = () => _desk.User.SendMail.PostAsync(new SendMailPostRequestBody { Message = Answer() }, Refusal.AtOnce, Ct);

        // The gateway answers with a page, which the client cannot read.
        await Assert.ThrowsAnyAsync<InvalidOperationException>(send);
        Assert.Equal(504, _desk.Simulator.RequestLog.Entries[^1].Status);
        await send();
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, _desk.Simulator.Customers.Inbox("ann@customer.example").Count);
    }

    [Theory]
    [InlineData("S2", true)]
    [InlineData("S3", false)]
    public async Task After_a_send_that_was_lost_the_draft_tells_whether_it_left(string fault, bool left)
    {
        var id = await DraftAsync();
        _desk.Simulator.Faults.Add(new Fault { Class = fault, Times = 1 });

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => _desk.User.Messages[id].Send.PostAsync(Refusal.AtOnce, Ct));
        Assert.Equal(504, _desk.Simulator.RequestLog.Entries[^1].Status);
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(left ? ("sentitems", false) : ("drafts", true), await WhereAsync(id));
        var folder = left ? "/mailFolders/sentitems/messages" : "/mailFolders/drafts/messages";
        Assert.Equal((1, 1), (await ByPropertyAsync(folder), await ByMessageIdAsync(folder)));
        Assert.Equal(left ? 1 : 0, _desk.Simulator.Customers.Inbox("ann@customer.example").Count);
    }

    [Fact]
    public async Task A_draft_whose_creation_was_not_heard_of_is_found_by_its_property()
    {
        _desk.Simulator.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Cut = Cut.AfterEffect, Times = 1 });

        await Assert.ThrowsAnyAsync<Exception>(() => _desk.User.Messages.PostAsync(Answer(), Refusal.AtOnce, Ct));

        Assert.Equal((1, 1), (await ByPropertyAsync("/mailFolders/drafts/messages"), await ByMessageIdAsync("/mailFolders/drafts/messages")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_copy_in_Sent_Items_has_the_Message_ID_that_left(bool replaced)
    {
        _desk.Simulator.Settings.ReplaceMessageId = replaced;
        var id = await DraftAsync();
        await _desk.User.Messages[id].Send.PostAsync(cancellationToken: Ct);

        var left = MessageFacts.Read(_desk.Outside()).InternetMessageId;
        Assert.Equal(left, (await LookAsync(id)).InternetMessageId);
        Assert.Equal(replaced, left != MessageId);
    }

    private static Message Answer() => new()
    {
        Subject = "Re: Printer",
        InternetMessageId = MessageId,
        Body = new ItemBody { ContentType = BodyType.Text, Content = "We are on it." },
        ToRecipients = [new() { EmailAddress = new() { Address = "ann@customer.example" } }],
        SingleValueExtendedProperties = [new() { Id = Key, Value = "42" }],
    };

    private async Task<string> DraftAsync() => (await _desk.User.Messages.PostAsync(Answer(), c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""), Ct))!.Id!;

    private async Task<Message> LookAsync(string id) => (await _desk.User.Messages[id].GetAsync(
        c =>
        {
            c.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
            c.QueryParameters.Select = ["isDraft", "parentFolderId", "internetMessageId", "sentDateTime"];
        },
        Ct))!;

    private async Task<(string? Folder, bool? IsDraft)> WhereAsync(string id)
    {
        var message = await LookAsync(id);
        foreach (var name in new[] { "drafts", "outbox", "sentitems" })
        {
            if ((await _desk.User.MailFolders[name].GetAsync(cancellationToken: Ct))!.Id == message.ParentFolderId)
            {
                return (name, message.IsDraft);
            }
        }

        return (null, message.IsDraft);
    }

    private Task<int> ByPropertyAsync(string path) =>
        CountAsync($"{path}?$select=id&$filter=singleValueExtendedProperties/Any(ep: ep/id eq '{Key}' and ep/value eq '42')");

    private Task<int> ByMessageIdAsync(string path) => CountAsync($"{path}?$select=id&$filter=internetMessageId eq '{MessageId}'");

    private async Task<int> CountAsync(string pathAndQuery) =>
        System.Text.Json.Nodes.JsonNode.Parse(await _desk.GetAsync(pathAndQuery))!["value"]!.AsArray().Count;
}
