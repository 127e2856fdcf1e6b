using System.Text.Json.Nodes;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Query options that are misspelt, out of place or said twice: none is passed over in silence.</summary>
public sealed class GraphQueryTests : IDisposable
{
    private readonly GraphDesk _desk = new("MailboxSettings.ReadWrite");

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("/messages?$foo=1", "$foo")]
    [InlineData("/messages?$tpo=1", "$tpo")]
    [InlineData("/messages?$TPO=1", "$TPO")]
    [InlineData("/messages?$deltatoken=latest", "$deltatoken")]
    [InlineData("/messages/$count?$top=1", "$top")]
    [InlineData("/messages/{id}?$filter=isRead eq true", "$filter")]
    [InlineData("/messages/{id}?$top=1", "$top")]
    [InlineData("/messages/{id}/$value?$select=subject", "$select")]
    [InlineData("/messages/{id}/attachments?$foo=1", "$foo")]
    [InlineData("/messages/{id}/attachments?$top=1", "$top")]
    [InlineData("/mailFolders?$search=x", "$search")]
    [InlineData("/mailFolders/inbox?$filter=x", "$filter")]
    [InlineData("/mailFolders/inbox/messages/delta?$foo=1", "$foo")]
    [InlineData("/mailFolders/delta?$foo=1", "$foo")]
    [InlineData("/mailboxSettings?$expand=x", "$expand")]
    [InlineData("?$foo=1", "$foo")]
    [InlineData("/../../users?$search=x", "$search")]
    [InlineData("/../../subscriptions?$filter=x", "$filter")]
    public async Task An_option_that_is_not_known_there_is_named_and_refused(string path, string option)
    {
        var refused = await RefusedAsync(400, "BadRequest", () => GetAsync(path));
        Assert.Contains($"'{option}'", refused.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/messages?$count=foo")]
    [InlineData("/messages?$top=")]
    [InlineData("/messages?$filter=")]
    [InlineData("/messages?$top=1&$top=2")]
    [InlineData("/messages?$top=1&$TOP=1")]
    [InlineData("/messages?$select=foo")]
    [InlineData("/messages?$expand=foo")]
    [InlineData("/mailFolders?$select=foo")]
    [InlineData("/mailFolders?$orderby=nonsense")]
    [InlineData("/mailFolders?$expand=whatever")]
    [InlineData("/mailFolders?$expand=childFolders($top=1)")]
    [InlineData("/mailFolders?includeHiddenFolders=maybe")]
    [InlineData("/mailFolders?INCLUDEHIDDENFOLDERS=maybe")]
    [InlineData("/mailFolders/inbox?$select=foo")]
    [InlineData("/mailFolders/delta?$select=foo")]
    [InlineData("/mailFolders/inbox/messages/delta?changeType=bogus")]
    [InlineData("/mailFolders/inbox/messages/delta?changetype=bogus")]
    [InlineData("/mailFolders/inbox/messages/delta?changeType=")]
    [InlineData("/messages/{id}/attachments?$select=foo")]
    [InlineData("/messages/{id}/attachments?$expand=item")]
    [InlineData("/mailboxSettings?$select=foo")]
    [InlineData("?$select=foo")]
    [InlineData("/../../users?$select=foo")]
    public Task A_value_that_cannot_be_is_refused(string path) => RefusedAsync(400, "BadRequest", () => GetAsync(path));

    [Theory]
    [InlineData("subject eq 5")]
    [InlineData("subject eq true")]
    [InlineData("isRead eq 'x'")]
    [InlineData("isRead eq 1")]
    [InlineData("receivedDateTime ge 'yesterday'")]
    [InlineData("receivedDateTime ge 5")]
    [InlineData("importance eq 'hihg'")]
    [InlineData("flag/flagStatus eq 'done'")]
    [InlineData("inferenceClassification eq 'none'")]
    [InlineData("startswith(isRead,'x')")]
    [InlineData("subject")]
    [InlineData("not subject")]
    [InlineData("cast(subject,Edm.Nonsense) eq 'x'")]
    [InlineData("cast(subject,Edm.Int32) eq 'x'")]
    [InlineData("cast(isRead,Edm.Int32) eq 1")]
    [InlineData("categories/any(c:c eq 5)")]
    [InlineData("categories/any(c:c/name eq 'Red')")]
    [InlineData("singleValueExtendedProperties/any(p:p/id eq 'garbage' and p/value eq 'x')")]
    [InlineData("singleValueExtendedProperties/any(p:p/name eq 'x')")]
    public async Task A_filter_that_compares_what_cannot_be_compared_is_refused_in_an_empty_folder_too(string filter)
    {
        await RefusedAsync(400, "BadRequest", () => GetAsync($"/messages?$filter={filter}"));
        _desk.Receive("Printer");
        await RefusedAsync(400, "BadRequest", () => GetAsync($"/messages?$filter={filter}"));
    }

    [Theory]
    [InlineData("displayName eq 5")]
    [InlineData("isHidden eq 'x'")]
    [InlineData("totalItemCount gt 'many'")]
    public Task A_filter_of_folders_is_held_to_the_types_too(string filter) =>
        RefusedAsync(400, "BadRequest", () => GetAsync($"/mailFolders/inbox/childFolders?$filter={filter}"));

    [Theory]
    [InlineData("singleValueExtendedProperties")]
    [InlineData("singleValueExtendedProperties($filter=nonsense garbage id eq 'String 0x1035' foo)")]
    [InlineData("singleValueExtendedProperties($filter=id eq 'garbage')")]
    [InlineData("singleValueExtendedProperties($filter=id eq 'String 0x1035' and id eq 'String 0x1042')")]
    [InlineData("singleValueExtendedProperties($filter=id eq 'String 0x1035';$top=1)")]
    [InlineData("multiValueExtendedProperties($filter=id eq 'StringArray 0x1035')")]
    [InlineData("attachments($filter=zzz;$top=1;bogus)")]
    [InlineData("attachments($filter=zzz)")]
    [InlineData("attachments($select=foo)")]
    [InlineData("attachments($select=name;$select=size)")]
    [InlineData("attachments($expand=item)")]
    public async Task What_is_expanded_is_read_strictly(string expand)
    {
        await RefusedAsync(400, "BadRequest", () => GetAsync($"/messages?$expand={expand}"));
        await RefusedAsync(400, "BadRequest", () => GetAsync($"/mailFolders/inbox/messages/delta?$expand={expand}"));
    }

    [Theory]
    [InlineData("id eq 'String 0x1035' or id eq 'String 0x0037'")]
    [InlineData("(id eq 'String 0x1035') or (id eq 'String 0x0037')")]
    public async Task Several_properties_can_be_expanded_at_once(string filter)
    {
        var id = _desk.Receive("Printer");
        var message = JsonNode.Parse(await GetAsync($"/messages/{Uri.EscapeDataString(id)}?$expand=singleValueExtendedProperties($filter={filter})"))!;
        Assert.Equal(["<Printer@customer.example>", "Printer"], message["singleValueExtendedProperties"]!.AsArray().Select(p => p!["value"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Names_of_options_are_taken_in_any_case()
    {
        _desk.Receive("B");
        _desk.Receive("A");

        Assert.Equal(["A", "B"], Subjects(await GetAsync("/messages?$orderBy=subject&$SELECT=subject")));
        Assert.Equal(["A"], Subjects(await GetAsync("/messages?$Filter=subject eq 'A'&$Top=5")));
        await RefusedAsync(400, "InefficientFilter", () => GetAsync("/messages?$filter=isRead eq false&$orderBy=subject"));
        await RefusedAsync(400, "SearchWithOrderBy", () => GetAsync("/messages?$search=\"A\"&$ORDERBY=subject"));
        Assert.Contains("\"isHidden\":true", await GetAsync("/mailFolders?$top=50&includehiddenfolders=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_of_the_clients_own_is_passed_over()
    {
        _desk.Receive("A");
        Assert.Equal(["A"], Subjects(await GetAsync("/messages?trace=17&trace=18&empty=&$top=1")));
    }

    [Fact]
    public async Task Folders_come_in_the_order_of_their_names()
    {
        var names = Names(await GetAsync("/mailFolders?$top=50&$orderby=displayName"));
        var back = Names(await GetAsync("/mailFolders?$top=50&$orderby=displayName desc"));

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(names.Reverse(), back);
    }

    [Fact]
    public async Task An_attachment_tells_only_what_is_selected()
    {
        var id = _desk.ReceiveRaw(Mails.WithFile);
        var file = JsonNode.Parse(await GetAsync($"/messages/{Uri.EscapeDataString(id)}/attachments?$select=name,microsoft.graph.fileAttachment/contentId"))!["value"]![0]!.AsObject();
        Assert.Equal(["@odata.type", "@odata.mediaContentType", "id", "name", "contentId"], file.Select(p => p.Key));
    }

    private static IEnumerable<string> Subjects(string page) => JsonNode.Parse(page)!["value"]!.AsArray().Select(m => m!["subject"]!.GetValue<string>());

    private static string[] Names(string page) => [.. JsonNode.Parse(page)!["value"]!.AsArray().Select(f => f!["displayName"]!.GetValue<string>())];

    private Task<string> GetAsync(string path) =>
        _desk.GetAsync(path.Contains("{id}", StringComparison.Ordinal) ? path.Replace("{id}", _desk.Receive("Printer"), StringComparison.Ordinal) : path);
}
