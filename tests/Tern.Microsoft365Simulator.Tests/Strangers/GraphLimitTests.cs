using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.SendMail;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;
using Tern.Microsoft365Simulator.Throttling;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client at the limits: it waits where it is told to, and reports every refusal with its code.</summary>
public sealed class GraphLimitTests : IDisposable
{
    private readonly Stranger _stranger = new();
    private readonly GraphServiceClient _graph;

    public GraphLimitTests() => _graph = _stranger.Graph();

    public void Dispose() => _stranger.Dispose();

    [Fact]
    public async Task The_client_waits_as_long_as_it_is_told_and_then_gets_its_answer()
    {
        await ListAsync();
        _stranger.Simulator.Settings.MailboxConcurrency = 1;
        _stranger.Simulator.Settings.MailboxRequestTime = TimeSpan.FromSeconds(0.7);
        var busy = ListAsync();
        _stranger.Simulator.Settings.MailboxRequestTime = TimeSpan.Zero;

        var page = await _graph.Users[_stranger.Support.Id].Messages.GetAsync(cancellationToken: Ct);
        await busy;

        Assert.NotNull(page);
        Assert.Contains(_stranger.Simulator.RequestLog.Entries, e => e is { Status: 429, Error: "ApplicationThrottled" });
    }

    [Fact]
    public async Task More_than_four_at_once_are_refused()
    {
        await ListAsync();
        _stranger.Simulator.Settings.MailboxRequestTime = TimeSpan.FromSeconds(1);
        var busy = Enumerable.Range(0, 4).Select(_ => ListAsync()).ToList();

        var error = await Refusal.OfAsync(429, "ApplicationThrottled", ListAsync);
        await Task.WhenAll(busy);

        Assert.Equal("Application is over its MailboxConcurrency limit.", error.Error!.Message);
        Assert.Equal(["1"], error.ResponseHeaders!["Retry-After"]);
    }

    [Theory]
    [InlineData(ThrottledForm.ApplicationThrottled, 429, "ApplicationThrottled")]
    [InlineData(ThrottledForm.TooManyRequests, 429, "TooManyRequests")]
    [InlineData(ThrottledForm.ErrorServerBusy, 429, "ErrorServerBusy")]
    public async Task Too_many_requests_to_a_mailbox_are_refused(ThrottledForm form, int status, string code)
    {
        (_stranger.Simulator.Settings.MailboxRequests, _stranger.Simulator.Settings.ThrottledAs) = (1, form);
        await ListAsync();
        await Refusal.OfAsync(status, code, ListAsync);
    }

    [Fact]
    public async Task Too_many_requests_to_Graph_are_refused()
    {
        _stranger.Simulator.Settings.GraphRequests = 1;
        await ListAsync();
        await Refusal.OfAsync(429, "TooManyRequests", ListAsync);
    }

    [Fact]
    public async Task Too_much_upload_is_refused()
    {
        _stranger.Simulator.Settings.MailboxUpload = 100;
        await Refusal.OfAsync(429, "ApplicationThrottled", () => SendAsync(new string('x', 1000)));
    }

    [Fact]
    public async Task The_daily_limit_can_refuse_a_send()
    {
        (_stranger.Simulator.Settings.RecipientsPerDay, _stranger.Simulator.Settings.RefuseOverQuota) = (1, true);
        await SendAsync();
        await Refusal.OfAsync(429, "ErrorSubmissionQuotaExceeded", () => SendAsync());
    }

    [Theory]
    [InlineData(507, "ErrorQuotaExceeded")]
    [InlineData(429, "ErrorQuotaExceeded")]
    public async Task A_full_mailbox_refuses_what_is_new(int status, string code)
    {
        _stranger.Simulator.Settings.QuotaStatus = status;
        _stranger.Simulator.Mailboxes.SetQuota(_stranger.Simulator.Mailboxes.Of(_stranger.Support), 10);
        await Refusal.OfAsync(status, code, () => _graph.Users[_stranger.Support.Id].Messages.PostAsync(new Message { Subject = "x" }, Refusal.AtOnce, Ct));
    }

    [Fact]
    public async Task A_full_mailbox_still_answers_what_stores_nothing()
    {
        _stranger.Deliver("Printer");
        var mailbox = _stranger.Simulator.Mailboxes.Of(_stranger.Support);
        var id = _stranger.Simulator.Mailboxes.IdOf(mailbox, mailbox.In("inbox")[0]);
        _stranger.Simulator.Mailboxes.SetQuota(mailbox, 10);
        var user = _graph.Users[_stranger.Support.Id];

        var translated = await user.TranslateExchangeIds.PostAsTranslateExchangeIdsPostResponseAsync(
            new() { InputIds = [id], SourceIdType = ExchangeIdFormat.RestImmutableEntryId, TargetIdType = ExchangeIdFormat.RestId }, cancellationToken: Ct);
        var folder = await user.MailFolders.PostAsync(new Microsoft.Graph.Models.MailFolder { DisplayName = "Done" }, cancellationToken: Ct);

        Assert.Single(translated!.Value!);
        Assert.Equal("Done", folder!.DisplayName);
        await Refusal.OfAsync(507, "ErrorQuotaExceeded", () => user.Messages[translated.Value![0].TargetId].Copy.PostAsync(new() { DestinationId = "archive" }, Refusal.AtOnce, Ct));
    }

    [Theory]
    [InlineData(MailboxState.SoftDeleted)]
    [InlineData(MailboxState.Migrating)]
    public Task A_mailbox_out_of_use_is_refused(MailboxState state)
    {
        _stranger.Support.MailboxState = state;
        return Refusal.OfAsync(404, "MailboxNotEnabledForRESTAPI", ListAsync);
    }

    [Fact]
    public async Task A_role_in_Exchange_is_enough_once_it_holds_and_nothing_else_is()
    {
        _stranger.Simulator.Apps.WithdrawConsent(_stranger.App);
        _stranger.Simulator.Roles.Assign(_stranger.App, "Application Mail.Read", [_stranger.Support.Mail]);
        await Refusal.OfAsync(403, "ErrorAccessDenied", ListAsync);
        _stranger.Simulator.Clock.Advance(TimeSpan.FromMinutes(30));
        await ListAsync();
        await Refusal.OfAsync(403, "ErrorAccessDenied", () => SendAsync());
    }

    [Fact]
    public async Task The_directory_needs_permissions_of_its_own()
    {
        _stranger.Simulator.Apps.WithdrawConsent(_stranger.App);
        await Refusal.OfAsync(403, "Authorization_RequestDenied", () => _graph.Users.GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task An_access_policy_refuses()
    {
        _stranger.App.AllowedMailboxes = [];
        var error = await Refusal.OfAsync(403, "ErrorAccessDenied", ListAsync);
        Assert.Equal("Access to OData is disabled.", error.Error!.Message);
    }

    [Fact]
    public async Task Sending_as_somebody_else_needs_the_right()
    {
        var sales = _stranger.Simulator.Users.Add(_stranger.Tenant, "sales");
        await Refusal.OfAsync(403, "ErrorSendAsDenied", () => SendAsync(from: sales.Mail));
        _stranger.Simulator.Users.Grant(sales, _stranger.Support, MailboxRight.SendOnBehalf);
        await SendAsync(from: sales.Mail);
    }

    [Fact]
    public async Task Mail_that_did_not_arrive_is_found_by_its_message_class()
    {
        await SendAsync(to: "nobody@contoso.example");
        _stranger.Simulator.Clock.Advance(TimeSpan.FromMinutes(1));

        var reports = await _graph.Users[_stranger.Support.Id].MailFolders["inbox"].Messages.GetAsync(
            c => c.QueryParameters.Expand = ["singleValueExtendedProperties($filter=id eq 'String 0x001A')"], Ct);

        var report = Assert.Single(reports!.Value!);
        Assert.Equal("REPORT.IPM.Note.NDR", report.SingleValueExtendedProperties![0].Value);
        Assert.Equal("Undeliverable: x", report.Subject);
    }

    [Theory]
    [InlineData("G2", 503, "serviceNotAvailable")]
    [InlineData("G10", 404, "MailboxNotEnabledForRESTAPI")]
    [InlineData("A1", 401, "InvalidAuthenticationToken")]
    public async Task A_named_fault_is_reported_with_its_code(string id, int status, string code)
    {
        _stranger.Simulator.Faults.Add(new Fault { Class = id });
        await Refusal.OfAsync(status, code, ListAsync);
    }

    [Fact]
    public async Task Big_pages_that_time_out_are_reported_as_unknown()
    {
        _stranger.Simulator.Faults.Add(new Fault { Class = "G3" });
        await Refusal.OfAsync(504, "UnknownError", () => _graph.Users[_stranger.Support.Id].Messages.GetAsync(
            c =>
            {
                Refusal.AtOnce(c);
                c.QueryParameters.Top = 100;
            },
            Ct));
    }

    private Task ListAsync() => _graph.Users[_stranger.Support.Id].Messages.GetAsync(Refusal.AtOnce, Ct);

    private Task SendAsync(string text = "y", string? from = null, string to = "ann@customer.example") => _graph.Users[_stranger.Support.Id].SendMail.PostAsync(
        new SendMailPostRequestBody
        {
            Message = new Message
            {
                Subject = "x",
                Body = new ItemBody { ContentType = BodyType.Text, Content = text },
                From = from is null ? null : Recipient(from),
                ToRecipients = [Recipient(to)],
            },
        },
        Refusal.AtOnce,
        Ct);

    private static Recipient Recipient(string address) => new() { EmailAddress = new EmailAddress { Address = address } };
}
