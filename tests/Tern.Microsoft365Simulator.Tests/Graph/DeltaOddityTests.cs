using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Graph;

/// <summary>What a feed leaves out, tells twice, and tells of folders.</summary>
public sealed class DeltaOddityTests : IAsyncLifetime
{
    private const string Drafts = "/mailFolders/drafts/messages/delta";
    private const string Inbox = "/mailFolders/inbox/messages/delta";
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("?$select=isRead", 0, 0, 1)]
    [InlineData("?$select=subject", 1, 0, 0)]
    [InlineData("?$select=hasAttachments", 0, 1, 0)]
    [InlineData("?$select=isRead&$expand=attachments", 0, 1, 1)]
    [InlineData("?$select=lastModifiedDateTime", 1, 1, 1)]
    [InlineData("", 1, 1, 1)]
    public async Task Change_of_a_draft_counts_where_its_properties_are_selected(string select, int subject, int attachment, int read)
    {
        var draft = await _office.DraftAsync(Office.Mail("Hi", to: "ann@customer.example"));
        var (_, link) = await RoundAsync(Drafts + select);

        async Task<int> AfterAsync(HttpMethod method, string path, string json)
        {
            await _office.SendJsonAsync(method, $"/messages/{draft}{path}", json);
            (var rows, link) = await RoundAsync(link);
            return rows.Count;
        }

        Assert.Equal(subject, await AfterAsync(HttpMethod.Patch, string.Empty, """{"subject":"Other"}"""));
        Assert.Equal(attachment, await AfterAsync(HttpMethod.Post, "/attachments", """{"name":"a","contentBytes":"AAAA"}"""));
        Assert.Equal(read, await AfterAsync(HttpMethod.Patch, string.Empty, """{"isRead":false}"""));
    }

    [Theory]
    [InlineData("?$select=isRead", "id,isRead")]
    [InlineData("?$select=flag", "flag,id")]
    [InlineData("?$select=changeKey", "changeKey,id")]
    [InlineData("", "categories,flag,id,isRead")]
    public async Task Partial_row_has_what_changed_and_is_selected(string select, string properties)
    {
        var mail = _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail("Hi"));
        var (_, link) = await RoundAsync(Inbox + select);
        _office.Simulator.Settings.PartialRows = 1;
        _office.Simulator.Mailboxes.MarkRead(_office.Mailbox, mail);
        _office.Simulator.Mailboxes.Mark(_office.Mailbox, mail, "flagged", ["Red"]);

        var row = Assert.Single((await RoundAsync(link)).Rows);

        Assert.Equal(properties, string.Join(',', row.Select(p => p.Key).Where(k => !k.StartsWith('@')).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Repeated_row_comes_again_on_the_next_page()
    {
        for (var i = 0; i < 6; i++)
        {
            _office.Simulator.Mailboxes.Deliver(_office.Mailbox, Office.Mail($"Mail {i}"));
        }

        _office.Simulator.Settings.RepeatedRows = 1;
        var first = (await _office.GetAsync(Inbox + "?$top=3")).Body;
        var second = (await _office.GetAsync(Office.Text(first, "@odata.nextLink"))).Body;

        Assert.Equal(3, Ids(first).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, Ids(first).Count);
        Assert.Single(Ids(second).Intersect(Ids(first), StringComparer.Ordinal));
        Assert.Equal(6, Ids(first).Concat(Ids(second)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Feed_of_the_folders_has_empty_pages_too()
    {
        var folders = (await RoundAsync("/mailFolders/delta")).Rows.Count;
        _office.Simulator.Settings.EmptyPages = 1;

        var page = (await _office.GetAsync("/mailFolders/delta")).Body;
        var (rows, _) = await RoundAsync(Office.Text(page, "@odata.nextLink"));

        Assert.Empty(Ids(page));
        Assert.Equal(folders, rows.Count);
    }

    [Fact]
    public async Task Feed_of_the_folders_tells_the_parent_that_has_more_or_fewer_children()
    {
        var (_, link) = await RoundAsync("/mailFolders/delta");
        async Task<string> ToldAsync()
        {
            (var rows, link) = await RoundAsync(link);
            return string.Join(',', rows.Where(r => !r.ContainsKey("@removed")).Select(r => $"{r["displayName"]} {r["childFolderCount"]}").Order(StringComparer.Ordinal));
        }

        var made = (await _office.SendJsonAsync(HttpMethod.Post, "/mailFolders/inbox/childFolders", """{"displayName":"Done"}""")).Body!;
        Assert.Equal("Done 0,Inbox 1", await ToldAsync());
        await _office.SendJsonAsync(HttpMethod.Post, $"/mailFolders/{Office.Text(made, "id")}/move", """{"destinationId":"archive"}""");
        Assert.Equal("Archive 1,Done 0,Inbox 0", await ToldAsync());
        await _office.SendAsync(HttpMethod.Delete, $"/mailFolders/{Office.Text(made, "id")}");
        Assert.Equal("Archive 0", await ToldAsync());
    }

    private async Task<(List<JsonObject> Rows, string Link)> RoundAsync(string url)
    {
        var rows = new List<JsonObject>();
        while (true)
        {
            var page = (await _office.GetAsync(url)).Body;
            rows.AddRange(page["value"]!.AsArray().Select(r => r!.AsObject()));
            if (page["@odata.nextLink"] is not { } next)
            {
                return (rows, Office.Text(page, "@odata.deltaLink"));
            }

            url = next.GetValue<string>();
        }
    }

    private static List<string> Ids(JsonObject page) => [.. page["value"]!.AsArray().Select(r => r!["id"]!.GetValue<string>())];
}
