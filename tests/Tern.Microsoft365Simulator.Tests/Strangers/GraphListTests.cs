using System.Globalization;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client lists, pages, filters, orders and searches.</summary>
public sealed class GraphListTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_list_without_options_has_ten_of_them_newest_first()
    {
        _desk.Fill(12);

        var page = await _desk.Inbox.Messages.GetAsync(cancellationToken: Ct);

        Assert.Equal(10, page!.Value!.Count);
        Assert.Equal("Mail 11", page.Value[0].Subject);
        Assert.NotNull(page.OdataNextLink);
        Assert.Equal("Hello.", page.Value[0].Body!.Content!.Trim());
        Assert.Equal(("Ann", "ann@customer.example"), (page.Value[0].From!.EmailAddress!.Name, page.Value[0].From!.EmailAddress!.Address));
    }

    [Fact]
    public async Task The_page_iterator_comes_to_the_end()
    {
        _desk.Fill(57);
        var first = await _desk.Inbox.Messages.GetAsync(c => (c.QueryParameters.Top, c.QueryParameters.Select) = (25, ["subject"]), Ct);
        var seen = new List<string>();

        var iterator = PageIterator<Message, MessageCollectionResponse>.CreatePageIterator(_desk.Graph, first!, m =>
        {
            seen.Add(m.Id!);
            return true;
        });
        await iterator.IterateAsync(Ct);

        Assert.Equal(57, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("isRead eq true", "Printer")]
    [InlineData("isRead eq false and importance eq 'high'", "Urgent")]
    [InlineData("importance eq 'high' or categories/any(c:c eq 'Red')", "Printer,Urgent")]
    [InlineData("not (isRead eq false)", "Printer")]
    [InlineData("hasAttachments eq true", "Files")]
    [InlineData("subject eq 'printer'", "Printer")]
    [InlineData("startswith(subject,'Urg')", "Urgent")]
    [InlineData("endswith(subject,'les')", "Files")]
    [InlineData("contains(subject,'rint')", "Printer")]
    [InlineData("from/emailAddress/address eq 'BOB@customer.example'", "Urgent")]
    [InlineData("internetMessageId eq '<Printer@customer.example>'", "Printer")]
    [InlineData("isDraft eq true", "")]
    [InlineData("flag/flagStatus eq 'flagged'", "Urgent")]
    [InlineData("receivedDateTime ge 2020-01-01T00:00:00Z and (isRead eq true or hasAttachments eq true)", "Files,Printer")]
    [InlineData("receivedDateTime lt 2020-01-01T00:00:00Z", "")]
    [InlineData("singleValueExtendedProperties/Any(ep: ep/id eq '" + Key + "' and ep/value eq '42')", "Files")]
    [InlineData("singleValueExtendedProperties/any(p:p/id eq 'String 0x1035' and contains(p/value,'Urgent'))", "Urgent")]
    [InlineData("singleValueExtendedProperties/any(p:p/id eq 'Integer 0x0E07' and cast(p/value, Edm.Int32) gt 15)", "Files")]
    public async Task Each_kind_of_filter_finds_what_it_says(string filter, string expected)
    {
        _desk.Receive("Printer");
        var printer = _desk.Mailbox.In("inbox")[^1];
        await _desk.User.Messages[_desk.LastId()].PatchAsync(new Message { IsRead = true, Categories = ["Red"] }, cancellationToken: Ct);
        _desk.ReceiveRaw("From: bob@customer.example\nTo: support@contoso.example\nSubject: Urgent\nImportance: high\nMessage-ID: <Urgent@customer.example>\n\nNow!\n");
        await _desk.User.Messages[_desk.LastId()].PatchAsync(new Message { Flag = new FollowupFlag { FlagStatus = FollowupFlagStatus.Flagged } }, cancellationToken: Ct);
        var files = _desk.ReceiveRaw(Mails.WithFile);
        await _desk.User.Messages[files].PatchAsync(new Message { SingleValueExtendedProperties = [new() { Id = Key, Value = "42" }] }, cancellationToken: Ct);

        var page = await _desk.Inbox.Messages.GetAsync(c => (c.QueryParameters.Filter, c.QueryParameters.Select) = (filter, ["subject"]), Ct);

        Assert.True(printer.IsRead);
        Assert.Equal(expected, string.Join(',', page!.Value!.Select(m => m.Subject).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("foo eq 1")]
    [InlineData("isRead eq")]
    [InlineData("(isRead eq true")]
    [InlineData("subject eq 'open")]
    [InlineData("isRead eq 'x' or receivedDateTime ge yesterday")]
    public Task A_filter_that_is_not_understood_is_refused(string filter) =>
        RefusedAsync(400, "BadRequest", () => _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Filter = filter, Ct));

    [Fact]
    public Task Recipients_cannot_be_filtered_by() => RefusedAsync(400, "ErrorInvalidUrlQueryFilter", () => _desk.Inbox.Messages.GetAsync(
        c => c.QueryParameters.Filter = "toRecipients/any(r:r/emailAddress/address eq 'a@b.example')", Ct));

    [Fact]
    public async Task What_is_ordered_by_must_lead_in_the_filter()
    {
        _desk.Fill(2);
        await RefusedAsync(400, "InefficientFilter", () => _desk.Inbox.Messages.GetAsync(
            c => (c.QueryParameters.Filter, c.QueryParameters.Orderby) = ("isRead eq false", ["receivedDateTime desc"]), Ct));
        await RefusedAsync(400, "InefficientFilter", () => _desk.Inbox.Messages.GetAsync(
            c => (c.QueryParameters.Filter, c.QueryParameters.Orderby) = ("isRead eq false and receivedDateTime ge 2020-01-01T00:00:00Z", ["receivedDateTime desc", "isRead"]), Ct));

        var page = await _desk.Inbox.Messages.GetAsync(
            c => (c.QueryParameters.Filter, c.QueryParameters.Orderby) = ("receivedDateTime ge 2020-01-01T00:00:00Z and isRead eq false", ["receivedDateTime asc", "isRead"]), Ct);

        Assert.Equal("Mail 0", page!.Value![0].Subject);
    }

    [Fact]
    public async Task A_range_counts_as_one_property_of_the_filter()
    {
        _desk.Fill(2);
        var page = await _desk.Inbox.Messages.GetAsync(
            c => (c.QueryParameters.Filter, c.QueryParameters.Orderby) = (
                "receivedDateTime ge 2020-01-01T00:00:00Z and receivedDateTime lt 2120-01-01T00:00:00Z and isRead eq false", ["receivedDateTime asc", "isRead"]),
            Ct);
        Assert.Equal(["Mail 0", "Mail 1"], page!.Value!.Select(m => m.Subject!));
    }

    [Theory]
    [InlineData("received:")]
    [InlineData("sent:")]
    public Task A_search_for_no_day_is_refused(string search) =>
        RefusedAsync(400, "BadRequest", () => _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Search = $"\"{search}\"", Ct));

    [Fact]
    public async Task Order_alone_needs_no_filter()
    {
        _desk.Fill(3);
        var page = await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Orderby = ["subject desc"], Ct);
        Assert.Equal(["Mail 2", "Mail 1", "Mail 0"], page!.Value!.Select(m => m.Subject!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public Task Page_sizes_beyond_the_bounds_are_refused(int top) =>
        RefusedAsync(400, "BadRequest", () => _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Top = top, Ct));

    [Fact]
    public async Task A_thousand_come_in_one_page_and_skip_goes_over_them()
    {
        _desk.Fill(1005);
        var page = await _desk.Inbox.Messages.GetAsync(c => (c.QueryParameters.Top, c.QueryParameters.Select) = (1000, ["id"]), Ct);
        var rest = await _desk.Inbox.Messages.GetAsync(c => (c.QueryParameters.Skip, c.QueryParameters.Select) = (1003, ["subject"]), Ct);

        Assert.Equal(1000, page!.Value!.Count);
        Assert.Equal(["Mail 1", "Mail 0"], rest!.Value!.Select(m => m.Subject!));
    }

    [Fact]
    public async Task Counts_come_with_the_page_and_alone()
    {
        _desk.Fill(12);
        var page = await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Count = true, Ct);
        var count = await _desk.Inbox.Messages.Count.GetAsync(cancellationToken: Ct);

        Assert.Equal((12, 12), (page!.OdataCount, count));
    }

    [Fact]
    public async Task The_list_of_the_mailbox_goes_over_all_folders()
    {
        _desk.Fill(3);
        var messages = _desk.Mailbox.In("inbox");
        _desk.Simulator.Mailboxes.Move(_desk.Mailbox, messages[0], "archive");
        _desk.Simulator.Mailboxes.Move(_desk.Mailbox, messages[1], "deleteditems");

        Assert.Equal(3, (await _desk.User.Messages.GetAsync(cancellationToken: Ct))!.Value!.Count);
        Assert.Single((await _desk.Inbox.Messages.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Theory]
    [InlineData("\"printer\"", 1)]
    [InlineData("\"subject:printer OR from:bob\"", 2)]
    [InlineData("\"hello NOT subject:printer\"", 0)]
    [InlineData("\"attachment:list.txt\"", 1)]
    [InlineData("\"hasAttachments:true\"", 1)]
    public async Task Searches_find_words_and_properties(string search, int expected)
    {
        _desk.Receive("Printer");
        _desk.Receive("Other", "bob@customer.example", "Good day.");
        _desk.ReceiveRaw(Mails.WithFile);
        search = search.Replace("hasAttachments", "hasAttachment", StringComparison.Ordinal);

        var page = await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Search = search, Ct);

        Assert.Equal(expected, page!.Value!.Count);
    }

    [Fact]
    public async Task Search_goes_with_neither_filter_nor_order_and_finds_late()
    {
        await RefusedAsync(400, "SearchWithFilter", () => _desk.Inbox.Messages.GetAsync(c => (c.QueryParameters.Search, c.QueryParameters.Filter) = ("\"x\"", "isRead eq true"), Ct));
        await RefusedAsync(400, "SearchWithOrderBy", () => _desk.Inbox.Messages.GetAsync(c => (c.QueryParameters.Search, c.QueryParameters.Orderby) = ("\"x\"", ["subject"]), Ct));
        _desk.Simulator.Settings.SearchIndexLag = TimeSpan.FromMinutes(1);
        _desk.Receive("Printer");
        Assert.Empty((await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Search = "\"printer\"", Ct))!.Value!);
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single((await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Search = "\"printer\"", Ct))!.Value!);
    }

    [Fact]
    public async Task Select_brings_only_what_it_names_and_unknown_names_are_refused()
    {
        _desk.Receive("Printer");
        var row = (await _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Select = ["subject", "from"], Ct))!.Value![0];

        Assert.Equal(("Printer", null, null), (row.Subject, row.Body, row.ReceivedDateTime));
        Assert.NotNull(row.Id);
        await RefusedAsync(400, "BadRequest", () => _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Select = ["subjekt"], Ct));
        await RefusedAsync(400, "BadRequest", () => _desk.Inbox.Messages.GetAsync(c => c.QueryParameters.Expand = ["reactions"], Ct));
    }

    [Fact]
    public async Task Attachments_and_properties_can_be_expanded_in_a_list()
    {
        _desk.ReceiveRaw(Mails.WithFile);
        var row = (await _desk.Inbox.Messages.GetAsync(
            c => c.QueryParameters.Expand = ["attachments($select=name,size)", "singleValueExtendedProperties($filter=id eq 'String 0x1035' or id eq 'String 0x001A')"], Ct))!.Value![0];

        var file = Assert.IsType<FileAttachment>(Assert.Single(row.Attachments!));
        Assert.Equal(("list.txt", null), (file.Name, file.ContentBytes));
        Assert.Equal(["<files@customer.example>", "IPM.Note"], row.SingleValueExtendedProperties!.Select(p => p.Value!));
    }

    [Fact]
    public async Task Times_are_written_in_UTC()
    {
        _desk.Receive("Printer");
        var row = (await _desk.Inbox.Messages.GetAsync(c => c.Headers.Add("Prefer", "outlook.timezone=\"Europe/Berlin\""), Ct))!.Value![0];
        Assert.Equal(DateTimeOffset.Parse("2026-03-02T07:59:00Z", CultureInfo.InvariantCulture), row.SentDateTime);
    }
}
