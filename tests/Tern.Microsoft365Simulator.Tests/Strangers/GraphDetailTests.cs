using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Rules whose last word is a detail: a boundary, a status, a form.</summary>
public sealed class GraphDetailTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task The_next_page_keeps_filter_order_and_selection()
    {
        _desk.Fill(5);
        await _desk.User.Messages[_desk.LastId()].PatchAsync(new Message { IsRead = true }, cancellationToken: Ct);
        var first = JsonNode.Parse(await _desk.GetAsync("/messages?$filter=isRead eq false&$orderby=isRead&$top=2&$select=subject"))!;
        var second = JsonNode.Parse(await NextAsync(first))!;

        Assert.Equal(["Mail 0", "Mail 1", "Mail 2", "Mail 3"], Subjects(first).Concat(Subjects(second)));
        Assert.All(second["value"]!.AsArray(), m => Assert.Equal(["@odata.etag", "id", "subject"], m!.AsObject().Select(p => p.Key)));
        Assert.Null(second["@odata.nextLink"]);
    }

    [Fact]
    public async Task The_seventeen_well_known_names_are_seventeen_folders()
    {
        string[] names =
        [
            "inbox", "drafts", "sentitems", "deleteditems", "junkemail", "archive", "outbox", "msgfolderroot", "recoverableitemsdeletions", "clutter",
            "conflicts", "conversationhistory", "localfailures", "scheduled", "searchfolders", "serverfailures", "syncissues",
        ];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            ids.Add((await _desk.User.MailFolders[name].GetAsync(cancellationToken: Ct))!.Id!);
        }

        Assert.Equal(17, ids.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ids_are_long_and_base64url(bool immutable)
    {
        _desk.Receive("Printer");
        Assert.Matches("^[A-Za-z0-9_=-]{150,}$", _desk.LastId(immutable));
    }

    [Theory]
    [InlineData("ge", 1)]
    [InlineData("gt", 0)]
    public async Task A_feed_from_a_time_on_takes_or_leaves_what_came_at_that_very_time(string operation, int rows)
    {
        _desk.Receive("Printer");
        var at = _desk.Mailbox.In("inbox")[0].Received.UtcDateTime;
        var page = JsonNode.Parse(await _desk.GetAsync($"/mailFolders/inbox/messages/delta?$filter=receivedDateTime {operation} {at:yyyy-MM-ddTHH:mm:ss.fffffff}Z"))!;
        Assert.Equal(rows, page["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_feed_of_the_folders_tells_what_was_selected()
    {
        var page = JsonNode.Parse(await _desk.GetAsync("/mailFolders/delta?$select=displayName"))!;
        Assert.All(page["value"]!.AsArray(), f => Assert.Equal(["@odata.type", "id", "displayName"], f!.AsObject().Select(p => p.Key)));
    }

    [Fact]
    public async Task A_good_link_tells_the_same_each_time_and_options_added_to_it_change_nothing()
    {
        var page = JsonNode.Parse(await _desk.GetAsync("/mailFolders/inbox/messages/delta?$select=subject"))!;
        var link = page["@odata.deltaLink"]!.GetValue<string>();
        _desk.Fill(3);

        var once = JsonNode.Parse(await UrlAsync(link))!["value"]!;
        var twice = JsonNode.Parse(await UrlAsync(link))!["value"]!;
        var added = JsonNode.Parse(await UrlAsync(link + "&$select=body&$top=1"))!["value"]!;

        Assert.Equal(3, once.AsArray().Count);
        Assert.Equal(once.ToJsonString(), twice.ToJsonString());
        Assert.Equal(once.ToJsonString(), added.ToJsonString());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 6)]
    [InlineData(300, 400)]
    public async Task The_size_of_an_attachment_is_that_of_its_base64(int length, int size)
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "Draft" }, cancellationToken: Ct);
        var file = await _desk.User.Messages[draft!.Id].Attachments.PostAsync(new FileAttachment { Name = "a.bin", ContentBytes = new byte[length] }, cancellationToken: Ct);
        Assert.Equal(size, file!.Size);
    }

    [Fact]
    public async Task A_link_into_the_cloud_shows_what_every_attachment_has_and_nothing_of_its_own()
    {
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "Link" }, cancellationToken: Ct);
        await _desk.User.Messages[draft!.Id].Attachments.PostAsync(
            new ReferenceAttachment { Name = "Plan", AdditionalData = { ["sourceUrl"] = "https://files.example/plan" } }, cancellationToken: Ct);
        var shown = JsonNode.Parse(await _desk.GetAsync($"/messages/{draft.Id}/attachments"))!["value"]![0]!.AsObject();
        Assert.Equal(["@odata.type", "id", "lastModifiedDateTime", "name", "contentType", "size", "isInline"], shown.Select(p => p.Key));
    }

    [Fact]
    public async Task Permanent_deletion_leaves_nothing_under_the_immutable_id_either()
    {
        var id = _desk.Receive("Printer");
        var immutable = _desk.LastId(immutable: true);
        await _desk.User.Messages[id].PermanentDelete.PostAsync(cancellationToken: Ct);

        await RefusedAsync(404, "ErrorItemNotFound", () => _desk.User.Messages[immutable].GetAsync(cancellationToken: Ct));
        Assert.Empty(_desk.Mailbox.Messages);
    }

    [Fact]
    public async Task A_copy_lies_in_the_folder_it_was_sent_to()
    {
        var id = _desk.Receive("Printer");
        var archive = await _desk.User.MailFolders["archive"].GetAsync(cancellationToken: Ct);
        var copy = await _desk.User.Messages[id].Copy.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct);

        Assert.Equal(archive!.Id, copy!.ParentFolderId);
        Assert.Single(_desk.Mailbox.In("archive"));
        Assert.Single(_desk.Mailbox.In("inbox"));
    }

    [Fact]
    public async Task Mail_Advanced_is_asked_for_from_the_last_day_of_2026_with_the_status_that_is_set_and_for_content_alone()
    {
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), new Microsoft365Simulator.State.Settings().MailAdvancedFrom);
        using var plain = new GraphDesk();
        plain.Stranger.App.ApplicationPermissions.Remove("Mail-Advanced.ReadWrite.All");
        plain.Simulator.Apps.WithdrawConsent(plain.Stranger.App);
        plain.Simulator.Apps.GrantAdminConsent(plain.Stranger.App);
        (plain.Simulator.Settings.MailAdvancedFrom, plain.Simulator.Settings.MailAdvancedStatus) = (DateTimeOffset.MinValue, 400);
        var id = plain.Receive("Printer");

        await RefusedAsync(400, "ErrorAccessDenied", () => plain.User.Messages[id].PatchAsync(new Message { Subject = "Scanner" }, cancellationToken: Ct));
        var moved = await plain.User.Messages[id].Move.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct);
        await plain.User.Messages[moved!.Id].DeleteAsync(cancellationToken: Ct);
        Assert.Single(plain.Mailbox.In("deleteditems"));
    }

    [Theory]
    [InlineData("""[{"id":"1","method":"GET","url":"U"},{"id":"2","method":"GET","url":"U","dependsOn":["1"]},{"id":"3","method":"GET","url":"U","dependsOn":["2"]}]""")]
    [InlineData("""[{"id":"1","method":"GET","url":"U"},{"id":"2","method":"GET","url":"U","dependsOn":["1"]},{"id":"3","method":"GET","url":"U","dependsOn":["1"]}]""")]
    public async Task Parts_may_follow_each_other_or_all_the_same_one(string requests)
    {
        var request = new RequestInformation { HttpMethod = Method.POST, URI = new Uri("https://graph.microsoft.com/v1.0/$batch") };
        var body = $$"""{"requests":{{requests.Replace("\"U\"", $"\"/users/{Address}/mailFolders/inbox\"", StringComparison.Ordinal)}}}""";
        request.SetStreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)), "application/json");
        using var reader = new StreamReader((await _desk.RawAsync(request))!);
        var answers = JsonNode.Parse(await reader.ReadToEndAsync(Ct))!["responses"]!.AsArray();
        Assert.Equal([200, 200, 200], answers.Select(a => a!["status"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_read_receipt_has_a_class_of_its_own()
    {
        var id = _desk.ReceiveRaw(
            "From: ann@customer.example\nTo: support@contoso.example\nSubject: Read: Printer\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\nRead.\n"
            + "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;ann@customer.example\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n");
        var message = await _desk.GetAsync($"/messages/{Uri.EscapeDataString(id)}?$expand=singleValueExtendedProperties($filter=id eq 'String 0x001A')");
        Assert.Contains("\"REPORT.IPM.Note.IPNRN\"", message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Subjects(JsonNode page) => page["value"]!.AsArray().Select(m => m!["subject"]!.GetValue<string>());

    private Task<string> NextAsync(JsonNode page) => UrlAsync(page["@odata.nextLink"]!.GetValue<string>());

    private async Task<string> UrlAsync(string url)
    {
        using var reader = new StreamReader((await _desk.RawAsync(new RequestInformation { HttpMethod = Method.GET, URI = new Uri(url) }))!);
        return await reader.ReadToEndAsync(Ct);
    }
}
