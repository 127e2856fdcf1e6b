using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Tests.Graph;

public sealed class DeltaTests : IAsyncLifetime
{
    private const string Delta = "/mailFolders/inbox/messages/delta";
    private readonly Office _office = new();

    public async ValueTask InitializeAsync() => await _office.SignedInAsync();

    public ValueTask DisposeAsync()
    {
        _office.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task First_round_comes_in_pages_and_ends_with_a_delta_link()
    {
        Fill(25);

        var (rows, pages, _) = await RoundAsync(Delta + "?$select=subject");

        Assert.Equal(3, pages);
        Assert.Equal(25, rows.Select(Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows, row => Assert.Equal(["@odata.etag", "@odata.type", "id", "subject"], row.Select(p => p.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Page_size_follows_the_preference()
    {
        Fill(5);
        _office.Http.DefaultRequestHeaders.Remove("Prefer");
        _office.Http.DefaultRequestHeaders.TryAddWithoutValidation("Prefer", "odata.maxpagesize=2, IdType=\"ImmutableId\"");

        Assert.Equal(3, (await RoundAsync(Delta)).Pages);
    }

    [Fact]
    public async Task Later_rounds_tell_only_what_changed()
    {
        Fill(3);
        var (_, _, link) = await RoundAsync(Delta);
        var messages = _office.Mailbox.In("inbox");
        _office.Simulator.Mailboxes.Move(_office.Mailbox, messages[0], "archive");
        _office.Simulator.Mailboxes.Purge(_office.Mailbox, messages[1]);
        _office.Simulator.Mailboxes.MarkRead(_office.Mailbox, messages[2]);
        Fill(1, "New");

        var (rows, _, next) = await RoundAsync(link);
        var (empty, _, _) = await RoundAsync(next);

        Assert.Equal(["deleted", "deleted"], rows.Where(r => r.ContainsKey("@removed")).Select(r => Office.Text((JsonObject)r["@removed"]!, "reason")));
        Assert.Contains(rows, r => r["isRead"]?.GetValue<bool>() == true);
        Assert.Contains(rows, r => r["subject"]?.GetValue<string>() == "New 0");
        Assert.Empty(empty);
    }

    [Fact]
    public async Task Mail_that_arrives_during_the_first_round_is_told_in_the_next()
    {
        Fill(12);
        var (_, first) = await _office.GetAsync(Delta);
        Fill(1, "Late");

        var (rows, _, link) = await RoundAsync(Office.Text(first, "@odata.nextLink"));
        var (later, _, _) = await RoundAsync(link);

        Assert.DoesNotContain(rows, r => r["subject"]!.GetValue<string>() == "Late 0");
        Assert.Equal("Late 0", Assert.Single(later)["subject"]!.GetValue<string>());
    }

    [Fact]
    public async Task Changing_ids_are_new_after_a_move_and_immutable_ones_are_not()
    {
        Fill(1);
        var message = _office.Mailbox.In("inbox")[0];
        var (before, kept) = (_office.Simulator.Mailboxes.IdOf(_office.Mailbox, message, immutable: false), _office.Simulator.Mailboxes.IdOf(_office.Mailbox, message));
        _office.Simulator.Mailboxes.Move(_office.Mailbox, message, "archive");

        var old = await _office.GetAsync($"/messages/{before}");

        Assert.True(before.Length >= 150);
        Assert.Equal((404, "ErrorItemNotFound"), (old.Status, Office.ErrorCode(old.Body)));
        Assert.Equal(200, (await _office.GetAsync($"/messages/{kept}")).Status);
        Assert.Equal("ErrorInvalidIdMalformed", Office.ErrorCode((await _office.GetAsync($"/messages/{kept.ToLowerInvariant()}")).Body));
    }

    [Fact]
    public async Task Filter_bounds_by_time_and_ends_silently_at_5000()
    {
        Fill(10);
        _office.Time.Advance(TimeSpan.FromHours(1));
        var bound = _office.Time.GetUtcNow();
        Fill(5005, "Later");
        await _office.SignedInAsync();

        var (rows, _, _) = await RoundAsync($"{Delta}?$select=subject&$top=1000&$filter=receivedDateTime ge {bound:yyyy-MM-ddTHH:mm:ssZ}");
        var (all, _, _) = await RoundAsync($"{Delta}?$select=subject&$top=1000");

        Assert.Equal(5000, rows.Count);
        Assert.Equal(5015, all.Count);
    }

    [Fact]
    public async Task Expired_sync_state_is_410_for_both_links()
    {
        Fill(12);
        var (_, first) = await _office.GetAsync(Delta);
        var (_, _, link) = await RoundAsync(Delta);
        _office.Simulator.Mailboxes.ExpireSyncStates(_office.Mailbox);

        var next = await _office.GetAsync(Office.Text(first, "@odata.nextLink"));
        var (status, body, response) = await _office.SendAsync(HttpMethod.Get, link);

        Assert.Equal((410, "SyncStateNotFound"), (next.Status, Office.ErrorCode(next.Body)));
        Assert.Equal((410, "SyncStateNotFound"), (status, Office.ErrorCode(body)));
        Assert.EndsWith("delta?$deltatoken=", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(12, (await RoundAsync(response.Headers.Location!.ToString())).Rows.Count);
    }

    [Fact]
    public async Task Sync_state_is_gone_after_more_changes_than_are_remembered()
    {
        Fill(2);
        var (_, _, old) = await RoundAsync(Delta);
        var message = _office.Mailbox.In("inbox")[0];
        ReadAndUnread(message, 90_000);
        var (_, _, young) = await RoundAsync(Delta);
        ReadAndUnread(message, 40_000);

        var refused = await _office.GetAsync(old);

        Assert.Equal((410, "SyncStateNotFound"), (refused.Status, Office.ErrorCode(refused.Body)));
        Assert.Equal(Id(Assert.Single((await RoundAsync(young)).Rows)), Id((await RoundAsync(Delta)).Rows[^1]));
        Assert.True(_office.Mailbox.Folder("inbox").Changes.Count <= MailFolder.ChangesKept * 5 / 4);
    }

    [Fact]
    public async Task Token_of_nobody_is_an_invalid_sync_state() =>
        Assert.Equal("SyncStateInvalid", Office.ErrorCode((await _office.GetAsync(Delta + "?$deltatoken=abc")).Body));

    [Fact]
    public async Task Empty_pages_repeats_and_disorder_lose_nothing()
    {
        Fill(60);
        var settings = _office.Simulator.Settings;
        settings.EmptyPages = settings.RepeatedRows = settings.ShuffledPages = 0.5;

        var (rows, pages, _) = await RoundAsync(Delta + "?$select=subject");

        Assert.True(pages > 6);
        Assert.True(rows.Count > 60);
        Assert.Equal(60, rows.Select(Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Read_state_can_come_as_a_partial_row()
    {
        Fill(1);
        var (_, _, link) = await RoundAsync(Delta);
        _office.Simulator.Settings.PartialRows = 1;
        _office.Simulator.Mailboxes.MarkRead(_office.Mailbox, _office.Mailbox.In("inbox")[0]);

        var row = Assert.Single((await RoundAsync(link)).Rows);

        Assert.Equal(["@odata.etag", "@odata.type", "id", "isRead"], row.Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Return_to_the_folder_is_missed_when_the_known_issue_is_on()
    {
        Fill(1);
        var (_, _, link) = await RoundAsync(Delta);
        _office.Simulator.Settings.MissReturns = true;
        var message = _office.Mailbox.In("inbox")[0];
        _office.Simulator.Mailboxes.Move(_office.Mailbox, message, "archive");
        _office.Simulator.Mailboxes.Move(_office.Mailbox, message, "inbox");

        Assert.Empty((await RoundAsync(link)).Rows);
        _office.Simulator.Settings.MissReturns = false;
        Assert.NotEmpty((await RoundAsync(link)).Rows);
        Assert.Single((JsonArray)(await _office.GetAsync("/mailFolders/inbox/messages")).Body["value"]!);
    }

    [Fact]
    public async Task Changes_show_late_when_the_feed_lags()
    {
        var (_, _, link) = await RoundAsync(Delta);
        _office.Simulator.Settings.FeedLag = TimeSpan.FromMinutes(2);
        Fill(1);

        Assert.Empty((await RoundAsync(link)).Rows);
        _office.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single((await RoundAsync(link)).Rows);
    }

    [Fact]
    public async Task First_round_leaves_out_what_does_not_show_yet()
    {
        Fill(1, "Old");
        var moved = _office.Mailbox.In("inbox")[0];
        _office.Simulator.Mailboxes.Move(_office.Mailbox, moved, "archive");
        Fill(1, "Known");
        _office.Time.Advance(TimeSpan.FromMinutes(2));
        _office.Simulator.Settings.FeedLag = TimeSpan.FromMinutes(2);
        _office.Simulator.Mailboxes.MarkRead(_office.Mailbox, _office.Mailbox.In("inbox")[0]);
        _office.Simulator.Mailboxes.Move(_office.Mailbox, moved, "inbox");
        Fill(1, "New");

        var (first, _, link) = await RoundAsync(Delta + "?changeType=created");
        _office.Time.Advance(TimeSpan.FromMinutes(2));
        var (later, _, _) = await RoundAsync(link);

        Assert.Equal("Known 0", Office.Text(Assert.Single(first), "subject"));
        Assert.Equal(["New 0", "Old 0"], later.Select(r => Office.Text(r, "subject")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Counts_of_folders_show_late_when_the_feed_lags()
    {
        var (_, _, link) = await RoundAsync("/mailFolders/delta");
        _office.Simulator.Settings.FeedLag = TimeSpan.FromMinutes(2);
        Fill(1);

        var (none, _, next) = await RoundAsync(link);
        _office.Time.Advance(TimeSpan.FromMinutes(2));
        var (rows, _, _) = await RoundAsync(next);

        Assert.Empty(none);
        Assert.Equal("Inbox", Office.Text(Assert.Single(rows), "displayName"));
    }

    private static string Id(JsonObject row) => Office.Text(row, "id");

    private void Fill(int count, string subject = "Mail")
    {
        for (var i = 0; i < count; i++)
        {
            _office.Simulator.Customers.Send(Office.Mail($"{subject} {i}"), "support@contoso.example");
        }
    }

    private async Task<(List<JsonObject> Rows, int Pages, string Link)> RoundAsync(string url)
    {
        var rows = new List<JsonObject>();
        for (var pages = 1; ; pages++)
        {
            var (status, page) = await _office.GetAsync(url);
            Assert.Equal(200, status);
            rows.AddRange(((JsonArray)page["value"]!).Cast<JsonObject>());
            Assert.NotEqual(page.ContainsKey("@odata.nextLink"), page.ContainsKey("@odata.deltaLink"));
            if (page["@odata.deltaLink"] is { } link)
            {
                return (rows, pages, link.GetValue<string>());
            }

            url = Office.Text(page, "@odata.nextLink");
        }
    }

    private void ReadAndUnread(StoredMessage message, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _office.Simulator.Mailboxes.MarkRead(_office.Mailbox, message, isRead: i % 2 == 0);
        }
    }
}
