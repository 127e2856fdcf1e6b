using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.MailFolders.Item.Messages.Delta;
using Tern.Microsoft365Simulator.State;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using Query = Microsoft.Kiota.Abstractions.RequestConfiguration<Microsoft.Graph.Users.Item.MailFolders.Item.Messages.Delta.DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters>;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client follows the change feeds.</summary>
public sealed class GraphDeltaTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task To_the_end_and_again()
    {
        _desk.Fill(25);
        var (rows, link) = await RoundAsync(c => c.QueryParameters.Select = ["subject"]);
        var kept = _desk.Mailbox.In("inbox")[^1];
        _desk.Simulator.Mailboxes.Move(_desk.Mailbox, _desk.Mailbox.In("inbox")[0], "archive");
        _desk.Receive("New");
        var (later, last) = await RoundAsync(link);
        var (nothing, _) = await RoundAsync(last);

        Assert.Equal(25, rows.Count);
        Assert.NotNull(kept);
        Assert.Equal(["New"], later.Where(m => m.Subject is not null).Select(m => m.Subject!));
        Assert.Contains(later, m => m.AdditionalData.ContainsKey("@removed"));
        Assert.Empty(nothing);
    }

    [Fact]
    public async Task A_link_goes_on_with_either_form_of_ids_and_the_preference_is_sent_again()
    {
        _desk.Receive("Before");
        var (_, link) = await RoundAsync(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""));
        var changing = _desk.Receive("After");

        var plain = await Link(link).GetAsDeltaGetResponseAsync(cancellationToken: Ct);
        var kept = await Link(link).GetAsDeltaGetResponseAsync(c => c.Headers.Add("Prefer", "IdType=\"ImmutableId\""), Ct);

        Assert.Equal(changing, Assert.Single(plain!.Value!).Id);
        Assert.Equal(_desk.LastId(immutable: true), Assert.Single(kept!.Value!).Id);
    }

    [Fact]
    public async Task The_options_of_the_first_call_stay_in_the_links()
    {
        _desk.Fill(5);
        _desk.ReceiveRaw(Mails.WithFile);
        var page = await _desk.Inbox.Messages.Delta.GetAsDeltaGetResponseAsync(
            c => (c.QueryParameters.Select, c.QueryParameters.Top, c.QueryParameters.Expand) = (["subject"], 2, ["attachments($select=name)"]), Ct);
        var second = await Link(page!.OdataNextLink!).GetAsDeltaGetResponseAsync(cancellationToken: Ct);

        Assert.Equal((2, 2), (page.Value!.Count, second!.Value!.Count));
        Assert.Equal("list.txt", page.Value[0].Attachments![0].Name);
        Assert.All(second.Value, m => Assert.Null(m.ReceivedDateTime));
        Assert.All(second.Value, m => Assert.NotNull(m.Subject));
    }

    [Fact]
    public async Task The_page_size_can_be_preferred()
    {
        _desk.Fill(5);
        var page = await _desk.Inbox.Messages.Delta.GetAsDeltaGetResponseAsync(c => c.Headers.Add("Prefer", "odata.maxpagesize=3"), Ct);
        Assert.Equal(3, page!.Value!.Count);
    }

    [Theory]
    [InlineData("created", 4, 1)]
    [InlineData("updated", 0, 1)]
    [InlineData("deleted", 0, 1)]
    public async Task Change_types(string type, int first, int later)
    {
        _desk.Fill(4);
        var (rows, link) = await RoundAsync(c => c.QueryParameters.ChangeType = type);
        var held = _desk.Mailbox.In("inbox");
        _desk.Simulator.Mailboxes.MarkRead(_desk.Mailbox, held[0]);
        _desk.Simulator.Mailboxes.Purge(_desk.Mailbox, held[1]);
        _desk.Receive("New");
        var (changes, _) = await RoundAsync(link);

        Assert.Equal((first, later), (rows.Count, changes.Count));
        Assert.All(changes, r => Assert.Equal(type, r.AdditionalData.ContainsKey("@removed") ? "deleted" : r.Subject == "New" ? "created" : "updated"));
    }

    [Fact]
    public async Task Selected_properties_are_the_only_changes_that_count()
    {
        var id = _desk.Receive("Printer");
        var (_, subjects) = await RoundAsync(c => c.QueryParameters.Select = ["subject"]);
        var (_, reads) = await RoundAsync(c => c.QueryParameters.Select = ["subject", "isRead"]);
        var (_, marks) = await RoundAsync(c => c.QueryParameters.Select = ["categories"]);
        await _desk.User.Messages[id].PatchAsync(new Message { IsRead = true }, cancellationToken: Ct);
        await _desk.User.Messages[id].PatchAsync(new Message { Categories = ["Red"] }, cancellationToken: Ct);

        Assert.Empty((await RoundAsync(subjects)).Rows);
        Assert.True(Assert.Single((await RoundAsync(reads)).Rows).IsRead);
        Assert.Equal(["Red"], Assert.Single((await RoundAsync(marks)).Rows).Categories!);
    }

    [Fact]
    public async Task A_partial_row_has_only_what_changed()
    {
        var id = _desk.Receive("Printer");
        var (_, link) = await RoundAsync(_ => { });
        _desk.Simulator.Settings.PartialRows = 1;
        await _desk.User.Messages[id].PatchAsync(new Message { IsRead = true, Flag = new FollowupFlag { FlagStatus = FollowupFlagStatus.Complete } }, cancellationToken: Ct);

        var row = Assert.Single((await RoundAsync(link)).Rows);

        Assert.Equal((true, FollowupFlagStatus.Complete, null), (row.IsRead, row.Flag!.FlagStatus, row.Subject));
    }

    [Fact]
    public async Task A_filter_by_time_is_the_only_one()
    {
        _desk.Fill(2);
        _desk.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        var bound = _desk.Simulator.Clock.GetUtcNow().AddMinutes(-5);
        _desk.Receive("Late");
        var (rows, _) = await RoundAsync(c => (c.QueryParameters.Filter, c.QueryParameters.Orderby) = ($"receivedDateTime ge {bound:yyyy-MM-ddTHH:mm:ssZ}", ["receivedDateTime desc"]));

        Assert.Equal("Late", Assert.Single(rows).Subject);
        await RefusedAsync(400, "BadRequest", () => RoundAsync(c => c.QueryParameters.Filter = "isRead eq false"));
        await RefusedAsync(400, "BadRequest", () => RoundAsync(c => c.QueryParameters.Orderby = ["subject"]));
        await RefusedAsync(400, "BadRequest", () => RoundAsync(c => c.QueryParameters.ChangeType = "moved"));
    }

    [Fact]
    public async Task Search_and_skip_do_not_go_with_delta()
    {
        await RefusedAsync(400, "ErrorInvalidUrlQuery", () => RoundAsync(c => c.QueryParameters.Search = "\"x\""));
        await RefusedAsync(400, "ErrorInvalidUrlQuery", () => RoundAsync(c => c.QueryParameters.Skip = 1));
    }

    [Theory]
    [InlineData(ExpiredSyncState.SyncStateNotFound, 410, "SyncStateNotFound")]
    [InlineData(ExpiredSyncState.ResyncRequired, 410, "resyncRequired")]
    [InlineData(ExpiredSyncState.SyncStateInvalid, 400, "syncStateInvalid")]
    [InlineData(ExpiredSyncState.InvalidSyncStateData, 400, "InvalidSyncStateData")]
    public async Task A_sync_state_that_is_gone(ExpiredSyncState how, int status, string code)
    {
        _desk.Fill(12);
        var (_, link) = await RoundAsync(_ => { });
        var first = await _desk.Inbox.Messages.Delta.GetAsDeltaGetResponseAsync(cancellationToken: Ct);
        (_desk.Simulator.Settings.ExpiredSyncState, _desk.Simulator.Settings.ExpiredSyncStateStatus) = (how, status);
        _desk.Simulator.Mailboxes.ExpireSyncStates(_desk.Mailbox);

        await RefusedAsync(status, code, () => Link(first!.OdataNextLink!).GetAsDeltaGetResponseAsync(cancellationToken: Ct));
        var refused = await RefusedAsync(status, code, () => RoundAsync(link));
        var anew = refused.ResponseHeaders["Location"].Single();

        Assert.EndsWith("?$deltatoken=", anew, StringComparison.Ordinal);
        Assert.Equal(12, (await RoundAsync(anew)).Rows.Count);
    }

    [Fact]
    public async Task Links_can_grow_old()
    {
        _desk.Fill(12);
        (_desk.Simulator.Settings.NextLinkLife, _desk.Simulator.Settings.DeltaLinkLife) = (TimeSpan.FromMinutes(10), TimeSpan.FromDays(30));
        _desk.Simulator.Settings.ExpiredSyncStateHasLocation = false;
        var first = await _desk.Inbox.Messages.Delta.GetAsDeltaGetResponseAsync(cancellationToken: Ct);
        var (_, link) = await RoundAsync(_ => { });
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(11));

        await RefusedAsync(410, "SyncStateNotFound", () => Link(first!.OdataNextLink!).GetAsDeltaGetResponseAsync(cancellationToken: Ct));
        var (_, next) = await RoundAsync(link);
        _desk.Simulator.Clock.Advance(TimeSpan.FromDays(31));
        var refused = await RefusedAsync(410, "SyncStateNotFound", () => RoundAsync(next));
        Assert.False(refused.ResponseHeaders.ContainsKey("Location"));
    }

    [Fact]
    public Task A_token_of_nobody_is_invalid() => RefusedAsync(400, "SyncStateInvalid", () => RoundAsync(
        $"https://graph.microsoft.com/v1.0/users/{Address}/mailFolders/inbox/messages/delta?$deltatoken=abc"));

    [Fact]
    public async Task A_token_is_good_for_its_own_mailbox_only()
    {
        _desk.Simulator.Users.Add(_desk.Stranger.Tenant, "sales");
        var (_, link) = await RoundAsync(_ => { });
        var (_, folders) = await FoldersAsync(null);
        await RefusedAsync(400, "SyncStateInvalid", () => RoundAsync(link.Replace("support", "sales", StringComparison.Ordinal)));
        await RefusedAsync(400, "SyncStateInvalid", () => FoldersAsync(folders.Replace("support", "sales", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_feed_of_the_folders_refuses_what_it_does_not_know()
    {
        foreach (var option in new[] { "$search=x", "$skip=1", "$count=true", "$filter=displayName eq 'Inbox'", "$orderby=displayName", "$expand=messages", "changeType=created" })
        {
            await RefusedAsync(400, "ErrorInvalidUrlQuery", () => _desk.GetAsync($"/mailFolders/delta?{option}"));
        }

        var page = await _desk.User.MailFolders.Delta.GetAsDeltaGetResponseAsync(c => c.QueryParameters.Top = 3, Ct);
        var second = await _desk.User.MailFolders.Delta.WithUrl(page!.OdataNextLink!).GetAsDeltaGetResponseAsync(cancellationToken: Ct);
        Assert.Equal((3, 3), (page.Value!.Count, second!.Value!.Count));
    }

    [Fact]
    public async Task Latest_begins_with_what_comes_from_now_on()
    {
        _desk.Fill(3);
        var (rows, link) = await RoundAsync($"https://graph.microsoft.com/v1.0/users/{Address}/mailFolders/inbox/messages/delta?$deltatoken=latest");
        _desk.Receive("New");

        Assert.Empty(rows);
        Assert.Equal("New", Assert.Single((await RoundAsync(link)).Rows).Subject);
    }

    [Fact]
    public async Task The_feed_of_the_folders_tells_new_renamed_counted_and_lost_ones()
    {
        var (all, link) = await FoldersAsync(null);
        var made = await _desk.User.MailFolders.PostAsync(new MailFolder { DisplayName = "Done" }, cancellationToken: Ct);
        _desk.Receive("Counted");
        var (changed, next) = await FoldersAsync(link);
        await _desk.User.MailFolders[made!.Id].DeleteAsync(cancellationToken: Ct);
        var (lost, _) = await FoldersAsync(next);

        Assert.Equal(8, all.Count);
        Assert.Equal(["Done", "Inbox"], changed.Select(f => f.DisplayName!).Order(StringComparer.Ordinal));
        Assert.Equal(made.Id, Assert.Single(lost).Id);
        Assert.True(lost[0].AdditionalData.ContainsKey("@removed"));
        _desk.Simulator.Mailboxes.ExpireSyncStates(_desk.Mailbox);
        await RefusedAsync(410, "SyncStateNotFound", () => FoldersAsync(next));
    }

    private DeltaRequestBuilder Link(string url) => _desk.Inbox.Messages.Delta.WithUrl(url);

    private async Task<(List<Message> Rows, string Link)> RoundAsync(Action<Query> options) =>
        await FollowAsync(await _desk.Inbox.Messages.Delta.GetAsDeltaGetResponseAsync(options, Ct));

    private async Task<(List<Message> Rows, string Link)> RoundAsync(string link) =>
        await FollowAsync(await Link(link).GetAsDeltaGetResponseAsync(cancellationToken: Ct));

    private async Task<(List<Message> Rows, string Link)> FollowAsync(DeltaGetResponse? page)
    {
        var rows = new List<Message>(page!.Value!);
        while (page!.OdataNextLink is { } next)
        {
            page = await Link(next).GetAsDeltaGetResponseAsync(cancellationToken: Ct);
            rows.AddRange(page!.Value!);
        }

        return (rows, page.OdataDeltaLink!);
    }

    private async Task<(List<MailFolder> Rows, string Link)> FoldersAsync(string? link)
    {
        var builder = _desk.User.MailFolders.Delta;
        var page = await (link is null ? builder : builder.WithUrl(link)).GetAsDeltaGetResponseAsync(cancellationToken: Ct);
        return (page!.Value!, page.OdataDeltaLink!);
    }
}
