using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.Tests.Push;

namespace Tern.Microsoft365Simulator.Tests.Faults;

/// <summary>Each named class fires, is in the log, and does what its line says.</summary>
public sealed class FaultClassTests : IAsyncLifetime
{
    private PushOffice _push = null!;
    private string _refresh = string.Empty;

    private Office Office => _push.Office;

    public async ValueTask InitializeAsync()
    {
        _push = await PushOffice.OpenAsync();
        _refresh = _push.Simulator.Grants.IssueRefreshToken(Office.App, Office.Support, "Mail.ReadWrite", "Mail.Send");
    }

    public ValueTask DisposeAsync()
    {
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Every_class_of_the_list_is_there_once()
    {
        var wanted = Enumerable.Range(1, 21).Select(n => $"A{n}").Concat(Enumerable.Range(1, 20).Select(n => $"G{n}"))
            .Concat(Enumerable.Range(1, 12).Select(n => $"P{n}")).Concat(Enumerable.Range(1, 10).Select(n => $"S{n}"));
        Assert.Equal(wanted.Order(), FaultClasses.All.Select(c => c.Id).Order());
    }

    [Fact]
    public void README_tells_of_each_class_what_the_class_says_of_itself()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tern.slnx")))
        {
            folder = folder.Parent!;
        }

        var readme = File.ReadAllText(Path.Combine(folder.FullName, "simulator", "Tern.Microsoft365Simulator", "README.md"));
        Assert.All(FaultClasses.All, c => Assert.Contains($"| {c.Id} | {c.Says} |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_class_is_refused() => Assert.Throws<ArgumentException>(() => Add("Z1"));

    [Theory]
    [InlineData("A1", 401)]
    [InlineData("A12", 401)]
    [InlineData("G1", 429)]
    [InlineData("G2", 503)]
    [InlineData("G10", 404)]
    public async Task Any_request_to_Graph_is_struck(string id, int status)
    {
        Add(id);
        var (answered, _, response) = await Office.SendAsync(HttpMethod.Get, "/messages");
        Assert.Equal(status, answered);
        Assert.Equal(id == "A12", response.Headers.WwwAuthenticate.ToString().Contains("insufficient_claims", StringComparison.Ordinal));
        Fired(id);
    }

    [Theory]
    [InlineData("A4", 50173, 400)]
    [InlineData("A5", 700082, 400)]
    [InlineData("A6", 70000, 400)]
    [InlineData("A7", 7000222, 401)]
    [InlineData("A8", 7000215, 401)]
    [InlineData("A9", 700016, 400)]
    [InlineData("A10", 65001, 400)]
    [InlineData("A11", 53003, 400)]
    [InlineData("A13", 50057, 400)]
    [InlineData("A14", 90002, 400)]
    public async Task Refresh_is_refused_with_the_code(string id, int code, int status)
    {
        Add(id);
        var (answered, body) = await Office.RefreshAsync(_refresh);
        Assert.Equal((status, code), (answered, Office.Aadsts(body)));
        Fired(id);
        Assert.Equal(200, (await Office.RefreshAsync(_refresh)).Status);
    }

    [Theory]
    [InlineData("A17", 700024)]
    [InlineData("A19", 700027)]
    public async Task Assertion_is_refused_with_the_code(string id, int code)
    {
        Add(id);
        var (_, body) = await Office.AskForTokenAsync(("grant_type", "client_credentials"), ("client_id", Office.App.ClientId), ("client_assertion", "a.b.c"));
        Assert.Equal(code, Office.Aadsts(body));
        Fired(id);
    }

    [Fact]
    public async Task Classes_with_variants_go_through_them()
    {
        Add("A6", 2);
        Assert.Equal((70000, 70008), (await CodeAsync(), await CodeAsync()));
        Add("A11", 3);
        Assert.Equal((53003, 50076, 50079), (await CodeAsync(), await CodeAsync(), await CodeAsync()));
        Add("A15");
        var statuses = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            statuses.Add((await TokenAsync()).Status);
        }

        Assert.Equal([429, 500, 502, 503, 504, 200], statuses);
        Fired("A15", 5);
    }

    [Fact]
    public async Task Refresh_rolls_or_does_not()
    {
        Add("A2");
        Assert.NotEqual(_refresh, Office.Text((await Office.RefreshAsync(_refresh)).Body, "refresh_token"));
        Fired("A2");
        Add("A3");
        Assert.Equal(_refresh, Office.Text((await Office.RefreshAsync(_refresh)).Body, "refresh_token"));
        Fired("A3");
    }

    [Fact]
    public async Task Answers_that_are_none_come_with_200()
    {
        Add("A16");
        Assert.StartsWith("<html>", (await TokenAsync()).Text, StringComparison.Ordinal);
        Assert.Equal((200, string.Empty), await TokenAsync());
        Fired("A16", 2);
    }

    [Fact]
    public async Task Clock_of_the_server_is_off_both_ways()
    {
        Add("A17");
        var offsets = new List<TimeSpan>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await PostTokenAsync();
            offsets.Add(response.Headers.Date!.Value - Office.Time.GetUtcNow());
        }

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(-10)], offsets);
    }

    [Fact]
    public async Task Metadata_cannot_be_reached()
    {
        Add("A18");
        await Assert.ThrowsAsync<HttpRequestException>(() => Office.Http.GetAsync(new Uri($"https://login.microsoftonline.com/{Office.Tenant.Id}/v2.0/.well-known/openid-configuration"), Office.Ct));
        Fired("A18");
    }

    [Fact]
    public async Task Two_refreshes_overlap_and_both_succeed()
    {
        Add("A20");
        var (first, second) = (Office.RefreshAsync(_refresh), Office.RefreshAsync(_refresh));
        Assert.False(first.IsCompleted || second.IsCompleted);
        Office.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((200, 200), ((await first).Status, (await second).Status));
        Assert.NotEqual(Office.Text((await first).Body, "refresh_token"), Office.Text((await second).Body, "refresh_token"));
        Fired("A20", 2);
    }

    [Fact]
    public async Task Token_that_was_issued_is_lost_and_the_old_one_still_works()
    {
        Add("A21");
        await Assert.ThrowsAsync<HttpRequestException>(() => Office.RefreshAsync(_refresh));
        Assert.Equal(2, _push.Simulator.Grants.All[0].LastToken);
        Assert.Equal(200, (await Office.RefreshAsync(_refresh)).Status);
        Fired("A21");
    }

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
        Assert.Single(await SubjectsAsync());
        Assert.Equal(404, (await Office.GetAsync($"/messages/{id}")).Status);
        Fired("G12");
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
    public async Task Folder_is_gone()
    {
        Add("G14");
        Assert.Equal("ErrorFolderNotFound", Office.ErrorCode((await Office.GetAsync("/mailFolders/inbox/messages")).Body));
        Fired("G14");
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
        _push.Simulator.Faults.Add(new Fault { Class = "G16", Amount = 3_000_000 });
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
        var id = _push.Simulator.Mailboxes.IdOf(Office.Mailbox, _push.Simulator.Mailboxes.Deliver(Office.Mailbox, raw));
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
        var id = _push.Simulator.Mailboxes.IdOf(Office.Mailbox, _push.Simulator.Mailboxes.Deliver(Office.Mailbox, raw));
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

    [Theory]
    [InlineData("S1", 0, 1)]
    [InlineData("S2", 504, 1)]
    [InlineData("S3", 504, 0)]
    [InlineData("S5", 403, 0)]
    [InlineData("S6", 413, 0)]
    [InlineData("S7", 202, 0)]
    [InlineData("S8", 202, 0)]
    [InlineData("S9", 202, 1)]
    [InlineData("S10", 404, 0)]
    public async Task Send_goes_wrong_as_told(string fault, int status, int delivered)
    {
        var id = await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Add(fault);

        var answered = 0;
        try
        {
            answered = (await Office.SendAsync(HttpMethod.Post, $"/messages/{id}/send")).Status;
        }
        catch (HttpRequestException)
        {
            Assert.Equal("S1", fault);
        }

        Office.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(fault == "S9" ? 0 : delivered, _push.Simulator.Customers.Inbox("ann@customer.example").Count);
        Office.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((status, delivered), (answered, _push.Simulator.Customers.Inbox("ann@customer.example").Count));
        Assert.Equal(fault is "S7" or "S8" ? 1 : 0, Office.Mailbox.In("inbox").Count);
        Fired(fault);
    }

    [Fact]
    public async Task Sent_item_is_nowhere_for_a_minute()
    {
        var id = await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Add("S4");
        await Office.SendAsync(HttpMethod.Post, $"/messages/{id}/send");
        Assert.Equal(404, (await Office.GetAsync($"/messages/{id}")).Status);
        Office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Office.GetAsync($"/messages/{id}")).Status);
        Assert.Equal(TimeSpan.FromSeconds(2), _push.Simulator.Settings.SentItemsAfter);
        Fired("S4");
    }

    [Fact]
    public async Task Item_can_be_found_nowhere_also_when_it_had_to_wait_its_turn()
    {
        _push.Simulator.Settings.MessagesPerMinute = 1;
        await Office.SendAsync(HttpMethod.Post, $"/messages/{await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"))}/send");
        var id = await Office.DraftAsync(Office.Mail("Re", from: "support@contoso.example", to: "ann@customer.example"));
        Add("S4");
        await Office.SendAsync(HttpMethod.Post, $"/messages/{id}/send");
        Assert.Equal(200, (await Office.GetAsync($"/messages/{id}")).Status);
        Office.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(404, (await Office.GetAsync($"/messages/{id}")).Status);
        Office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Office.GetAsync($"/messages/{id}")).Status);
    }

    [Theory]
    [InlineData("P6", 400)]
    [InlineData("P12", 403)]
    public async Task Creation_of_a_subscription_is_refused(string id, int status)
    {
        Add(id);
        Assert.Equal(status, (await _push.CreateAsync()).Status);
        Assert.Empty(_push.Simulator.Push.Subscriptions);
        Fired(id);
    }

    [Fact]
    public async Task Renewal_finds_nothing()
    {
        var id = await _push.SubscribedAsync();
        Add("P11");
        Assert.Equal(404, (await _push.PatchAsync(id, """{"expirationDateTime":"2026-03-04T00:00:00Z"}""")).Status);
        Assert.Empty(_push.Simulator.Push.Subscriptions);
        Fired("P11");
    }

    [Theory]
    [InlineData("P1", 1, 0)]
    [InlineData("P2", 1, 2)]
    [InlineData("P3", 1, 0)]
    [InlineData("P4", 1, 0)]
    [InlineData("P8", 1, 0)]
    [InlineData("P10", 3, 0)]
    public async Task Notification_is_lost_doubled_or_late(string id, int mails, int told)
    {
        await _push.SubscribedAsync(_push.Wish("created"));
        Add(id);
        Fill([.. Enumerable.Range(0, mails).Select(i => $"Mail {i}")]);
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(told, _push.Listener.Told.Count());
        await _push.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(id == "P3" ? 1 : told, _push.Listener.Told.Count());
        Assert.Equal(mails, Assert.Single(_push.Simulator.Faults.All).Fired);
        Assert.Single(_push.Simulator.Push.Subscriptions);
        Assert.Equal(id == "P8", _push.Listener.Events.Contains("missed"));
    }

    [Fact]
    public async Task Late_notification_comes_after_days()
    {
        var wish = _push.Wish("created", minutes: 9_000);
        await _push.SubscribedAsync(wish);
        Add("P4");
        Fill("One");
        await _push.PassAsync(TimeSpan.FromDays(2), 10);
        Assert.Empty(_push.Listener.Told);
        await _push.PassAsync(TimeSpan.FromDays(2), 10);
        Assert.Single(_push.Listener.Told);
        Assert.Contains(_push.Simulator.Push.Sent, s => s.Fault == "P4");
    }

    [Fact]
    public async Task Overtaken_post_comes_after_a_younger_one_with_its_items_in_reverse()
    {
        _push.Simulator.Settings.NotifyLongest = _push.Simulator.Settings.NotifyShortest;
        await _push.SubscribedAsync(_push.Wish("created"));
        Add("P3");
        Fill("One", "Two");
        await _push.PassAsync(TimeSpan.FromSeconds(1));
        Fill("Three");
        await _push.PassAsync(TimeSpan.FromMinutes(2), 4);

        var messages = Office.Mailbox.In("inbox").Select(m => _push.Simulator.Mailboxes.IdOf(Office.Mailbox, m)).ToList();
        Assert.Equal([messages[2], messages[1], messages[0]], _push.Listener.Told.Select(t => t["resourceData"]!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Client_state_is_forged_once()
    {
        await _push.SubscribedAsync(_push.Wish("created"));
        Add("P5");
        Fill("One", "Two");
        await _push.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["desk-secret", "forged"], _push.Listener.Told.Select(t => t["clientState"]!.GetValue<string>()).Order());
    }

    [Theory]
    [InlineData("P7", "subscriptionRemoved", 0)]
    [InlineData("P9", "reauthorizationRequired", 1)]
    public async Task Lifecycle_event_comes_out_of_nowhere(string id, string name, int left)
    {
        await _push.SubscribedAsync();
        Add(id);
        await _push.PassAsync(TimeSpan.FromSeconds(10), 3);
        Assert.Equal([name], _push.Listener.Events);
        Assert.Equal(left, _push.Simulator.Push.Subscriptions.Count);
    }

    [Fact]
    public async Task Fault_of_a_class_can_be_narrowed_and_kept()
    {
        _push.Simulator.Faults.Add(new Fault { Class = "G10", Path = "/v1.0/users/sales@*", Always = true });
        _push.Simulator.Users.Add(Office.Tenant, "sales");
        Assert.Equal(200, (await Office.GetAsync("/messages")).Status);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(404, (await Office.GetAsync("https://graph.microsoft.com/v1.0/users/sales@contoso.example/messages")).Status);
        }
    }

    [Fact]
    public async Task Fault_can_be_narrowed_to_an_application()
    {
        _push.Simulator.Faults.Add(new Fault { App = "another", Status = 503 });
        Assert.Equal(200, (await Office.GetAsync("/messages")).Status);
        _push.Simulator.Faults.Add(new Fault { App = Office.App.ClientId, Status = 503 });
        Assert.Equal(503, (await Office.SendAsync(HttpMethod.Get, "/messages")).Status);
    }

    private void Add(string id, int? times = null) => _push.Simulator.Faults.Add(new Fault { Class = id, Times = times });

    private void Fired(string id, int times = 1)
    {
        var entries = _push.Simulator.RequestLog.Entries.Where(e => e.FaultClass == id).ToList();
        Assert.Equal(times, entries.Count);
        Assert.All(entries, e => Assert.StartsWith(id + "-", e.Fault, StringComparison.Ordinal));
    }

    private string Fill(params string[] subjects)
    {
        var id = string.Empty;
        foreach (var subject in subjects)
        {
            id = _push.Simulator.Mailboxes.IdOf(Office.Mailbox, _push.Deliver(subject));
        }

        return id;
    }

    private async Task<JsonArray> ListAsync() => (JsonArray)(await Office.GetAsync("/messages")).Body["value"]!;

    private async Task<IEnumerable<string>> SubjectsAsync() => (await ListAsync()).Select(m => m!["subject"]!.GetValue<string>());

    private async Task<int> CodeAsync() => Office.Aadsts((await Office.RefreshAsync(_refresh)).Body);

    private Task<HttpResponseMessage> PostTokenAsync() => Office.Http.PostAsync(new Uri(Office.TokenUrl), new FormUrlEncodedContent(
        [new("grant_type", "client_credentials"), new("client_id", Office.App.ClientId), new("client_secret", Office.Secret), new("scope", Office.GraphScope)]), Office.Ct);

    private async Task<(int Status, string Text)> TokenAsync()
    {
        using var response = await PostTokenAsync();
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Office.Ct));
    }
}
