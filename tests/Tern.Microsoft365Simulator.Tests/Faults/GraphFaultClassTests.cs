using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Faults;

namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>Classes G: what Graph answers, and how it arrives.</summary>
public sealed class GraphFaultClassTests : FaultClassOffice
{
    [Fact]
    public async Task Wait_is_told_in_seconds_as_a_date_and_not_at_all()
    {
        Add("G1");
        var waits = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            var (_, _, response) = await Office.SendAsync(HttpMethod.Get, "/messages");
            waits.Add(response.Headers.RetryAfter?.ToString());
        }

        Assert.Equal(["5", "Mon, 02 Mar 2026 08:00:05 GMT", null], waits);
    }

    [Fact]
    public async Task Only_big_pages_time_out()
    {
        Add("G3");
        Assert.Equal(200, (await Office.SendAsync(HttpMethod.Get, "/messages?$top=50")).Status);
        Assert.Equal(504, (await Office.SendAsync(HttpMethod.Get, "/messages?$top=51")).Status);
        Fired("G3");
    }

    [Fact]
    public async Task Link_is_told_to_be_too_old()
    {
        Add("G4");
        var first = await Office.GetAsync("/mailFolders/inbox/messages/delta");
        var (status, body) = await Office.GetAsync(Office.Text(first.Body, "@odata.deltaLink"));
        Assert.Equal((200, 410, "SyncStateNotFound"), (first.Status, status, Office.ErrorCode(body)));
        Fired("G4");
    }

    [Theory]
    [InlineData("G5", "Three Two One Three")]
    [InlineData("G6", "One Two Three")]
    public async Task Page_comes_doubled_or_in_reverse(string id, string subjects)
    {
        foreach (var subject in new[] { "One", "Two", "Three" })
        {
            Fill(subject);
            Office.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Add(id);
        Assert.Equal(subjects, string.Join(' ', await SubjectsAsync()));
        Fired(id);
        Assert.Equal("Three Two One", string.Join(' ', await SubjectsAsync()));
    }

    [Theory]
    [InlineData("/mailFolders/inbox/messages?$top=2", "Three Two Three", "Two One")]
    [InlineData("/mailFolders/inbox/messages/delta?$top=2", "Three Two Three", "One Three")]
    public async Task Item_comes_again_on_the_next_page_as_well(string url, string first, string second)
    {
        foreach (var subject in new[] { "One", "Two", "Three" })
        {
            Fill(subject);
            Office.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Add("G5");
        var page = (await Office.GetAsync(url)).Body;
        var next = (await Office.GetAsync(Office.Text(page, "@odata.nextLink"))).Body;

        Assert.Equal((first, second), (Subjects(page), Subjects(next)));
        static string Subjects(JsonObject answer) => string.Join(' ', answer["value"]!.AsArray().Select(m => m!["subject"]));
    }

    [Fact]
    public async Task Listed_message_is_not_found()
    {
        var id = Fill("One");
        Add("G7");
        Assert.Single(await SubjectsAsync());
        Assert.Equal("ErrorItemNotFound", Office.ErrorCode((await Office.GetAsync($"/messages/{id}")).Body));
        Fired("G7");
    }

    [Theory]
    [InlineData("G8")]
    [InlineData("G9")]
    public async Task Source_is_empty_or_half_of_it(string fault)
    {
        var id = Fill("One");
        var whole = await Office.Http.GetByteArrayAsync(new Uri($"{Office.MailboxUrl}/messages/{id}/$value"), Office.Ct);
        Add(fault);
        var got = await Office.Http.GetByteArrayAsync(new Uri($"{Office.MailboxUrl}/messages/{id}/$value"), Office.Ct);
        Assert.Equal(fault == "G8" ? 0 : whole.Length / 2, got.Length);
        Fired(fault);
    }

    [Fact]
    public async Task Move_between_data_centres_kills_changing_ids()
    {
        Office.Http.DefaultRequestHeaders.Remove("Prefer");
        Fill("One");
        var id = (await ListAsync())[0]!["id"]!.GetValue<string>();
        Add("G11");
        Assert.NotEqual(id, (await ListAsync())[0]!["id"]!.GetValue<string>());
        Assert.Equal(404, (await Office.GetAsync($"/messages/{id}")).Status);
        Fired("G11");
    }

    [Fact]
    public async Task Somebody_is_faster()
    {
        var id = Fill("One");
        Add("G12");
        await ListAsync();
        Assert.Equal("One (edited)", Office.Text((await Office.GetAsync($"/messages/{id}")).Body, "subject"));
        await ListAsync();
        Assert.True((await Office.GetAsync($"/messages/{id}")).Body["isRead"]!.GetValue<bool>());
        await ListAsync();
        Assert.Equal([id], Office.Mailbox.In("archive").Select(m => Push.Simulator.Mailboxes.IdOf(Office.Mailbox, m)));
        var second = Fill("Two");
        await ListAsync();
        Assert.Equal(404, (await Office.GetAsync($"/messages/{second}")).Status);
        Fired("G12", 4);
    }

    [Fact]
    public async Task New_mail_shows_late_with_the_time_it_came()
    {
        var link = Office.Text((await Office.GetAsync("/mailFolders/inbox/messages/delta")).Body, "@odata.deltaLink");
        Fill("One");
        Office.Time.Advance(TimeSpan.FromSeconds(30));
        Add("G13");
        var (_, page) = await Office.GetAsync(link);
        Fired("G13");
        Assert.Empty((JsonArray)page["value"]!);
        var row = Assert.Single((JsonArray)(await Office.GetAsync(Office.Text(page, "@odata.deltaLink"))).Body["value"]!);
        Assert.Equal("2026-03-02T08:00:00Z", row!["receivedDateTime"]!.GetValue<string>());
    }

    [Fact]
    public async Task Folder_is_gone_and_renamed_by_turns()
    {
        var (_, made, _) = await Office.SendJsonAsync(HttpMethod.Post, "/mailFolders", """{"displayName":"Desk"}""");
        var own = Office.Text(made!, "id");
        Add("G14", 4);
        Assert.Equal("ErrorFolderNotFound", Office.ErrorCode((await Office.GetAsync("/mailFolders/inbox/messages")).Body));
        Assert.Equal("Inbox (renamed)", Office.Text((await Office.GetAsync("/mailFolders/inbox")).Body, "displayName"));
        Assert.Equal("ErrorFolderNotFound", Office.ErrorCode((await Office.GetAsync($"/mailFolders/{own}")).Body));
        Assert.Equal("Desk (renamed)", Office.Text((await Office.GetAsync($"/mailFolders/{own}")).Body, "displayName"));
        Fired("G14", 4);
        Assert.Equal(2, FaultClasses.Find("G14")!.Times);
    }

    [Fact]
    public async Task Ten_thousand_arrive_at_once()
    {
        Add("G15");
        await Office.GetAsync("/messages?$top=1&$select=id");
        Assert.Equal(10_000, Office.Mailbox.In("inbox").Count);
        Fired("G15");
    }

    [Fact]
    public async Task Huge_message_has_the_size_that_was_asked_for_and_one_attachment()
    {
        Push.Simulator.Faults.Add(new Fault { Class = "G16", Amount = 3_000_000 });
        await Office.GetAsync("/messages?$select=id");
        var message = Assert.Single(Office.Mailbox.In("inbox"));
        Assert.Equal(3_000_000, message.Raw.Length);
        Assert.True(message.Facts.HasAttachments);
        Assert.Equal(150 * 1024 * 1024, FaultClasses.Find("G16")!.Amount);
        Fired("G16");
    }

    [Fact]
    public async Task Attachments_are_still_being_scanned()
    {
        var raw = "From: a@b.example\r\nSubject: x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"u8;
        var id = Push.Simulator.Mailboxes.IdOf(Office.Mailbox, Push.Simulator.Mailboxes.Deliver(Office.Mailbox, raw));
        Add("G17");
        Assert.Equal("ATP Scan In Progress.html", (await Office.GetAsync($"/messages/{id}/attachments")).Body["value"]![0]!["name"]!.GetValue<string>());
        Fired("G17");
        Assert.Equal("a.pdf", (await Office.GetAsync($"/messages/{id}/attachments")).Body["value"]![0]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/attachments/{0}", "\"name\":\"ATP Scan In Progress.html\"")]
    [InlineData("/attachments/{0}/$value", "<html>ATP Scan In Progress</html>")]
    [InlineData("?$expand=attachments", "\"name\":\"ATP Scan In Progress.html\"")]
    [InlineData("/$value", "ATP Scan In Progress.html")]
    public async Task Attachments_are_still_being_scanned_wherever_they_are_looked_at(string place, string placeholder)
    {
        var raw = "From: a@b.example\r\nSubject: x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"u8;
        var id = Push.Simulator.Mailboxes.IdOf(Office.Mailbox, Push.Simulator.Mailboxes.Deliver(Office.Mailbox, raw));
        var attachment = (await Office.GetAsync($"/messages/{id}/attachments")).Body["value"]![0]!["id"]!.GetValue<string>();
        Add("G17");
        var (_, _, response) = await Office.SendAsync(HttpMethod.Get, $"/messages/{id}{string.Format(System.Globalization.CultureInfo.InvariantCulture, place, attachment)}");
        var text = await response.Content.ReadAsStringAsync(Office.Ct);
        Assert.Contains(placeholder, text, StringComparison.Ordinal);
        Assert.DoesNotContain("a.pdf", text, StringComparison.Ordinal);
        Fired("G17");
    }

    [Fact]
    public async Task Values_come_in_the_wrong_type()
    {
        Fill("One");
        Add("G18");
        Assert.Equal("false", (await ListAsync())[0]!["isRead"]!.GetValue<string>());
        Fired("G18");
    }

    [Fact]
    public async Task Body_trickles()
    {
        Add("G19");
        using var response = await Office.Http.GetAsync(new Uri(Office.MailboxUrl + "/messages"), HttpCompletionOption.ResponseHeadersRead, Office.Ct);
        await using var body = await response.Content.ReadAsStreamAsync(Office.Ct);
        var buffer = new byte[1000];
        var first = await body.ReadAsync(buffer, Office.Ct);
        var second = body.ReadAsync(buffer, Office.Ct);
        Assert.False(second.IsCompleted);
        Office.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(await second, 1, 100);
        Assert.Equal(100, first);
        Fired("G19");
    }

    [Fact]
    public async Task Connection_is_reset_in_the_middle_of_the_body()
    {
        Add("G20");
        await Assert.ThrowsAnyAsync<Exception>(() => Office.Http.GetByteArrayAsync(new Uri(Office.MailboxUrl + "/messages"), Office.Ct));
        Fired("G20");
    }

    private async Task<JsonArray> ListAsync() => (JsonArray)(await Office.GetAsync("/messages")).Body["value"]!;

    private async Task<IEnumerable<string>> SubjectsAsync() => (await ListAsync()).Select(m => m!["subject"]!.GetValue<string>());
}
