using Microsoft.Graph.Models;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;
using Query = Microsoft.Graph.Users.Item.TranslateExchangeIds.TranslateExchangeIdsPostRequestBody;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client reads and changes mailbox settings, and translates ids.</summary>
public sealed class GraphMailboxSettingsTests : IDisposable
{
    private readonly GraphDesk _desk = new("MailboxSettings.ReadWrite");

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Settings_of_a_new_mailbox()
    {
        var settings = await _desk.User.MailboxSettings.GetAsync(cancellationToken: Ct);

        Assert.Equal(("UTC", "en-US", "English (United States)", UserPurpose.User), (settings!.TimeZone, settings.Language!.Locale, settings.Language.DisplayName, settings.UserPurpose));
        Assert.Equal(AutomaticRepliesStatus.Disabled, settings.AutomaticRepliesSetting!.Status);
        Assert.Equal(5, settings.WorkingHours!.DaysOfWeek!.Count);
        Assert.Equal(("M/d/yyyy", "h:mm tt"), (settings.DateFormat, settings.TimeFormat));
    }

    [Fact]
    public async Task A_shared_mailbox_is_known_by_its_purpose()
    {
        _desk.Simulator.Users.Add(_desk.Stranger.Tenant, "sales", isShared: true);
        Assert.Equal(UserPurpose.Shared, (await _desk.Graph.Users["sales@contoso.example"].MailboxSettings.GetAsync(cancellationToken: Ct))!.UserPurpose);
        Assert.Contains("\"value\":\"user\"", await _desk.GetAsync("/mailboxSettings/userPurpose"), StringComparison.Ordinal);
        Assert.Contains("\"locale\":\"en-US\"", await _desk.GetAsync("/mailboxSettings/language"), StringComparison.Ordinal);
        await RefusedAsync(400, "BadRequest", () => _desk.GetAsync("/mailboxSettings/colour"));
    }

    [Fact]
    public async Task What_is_changed_stays_changed()
    {
        await _desk.User.MailboxSettings.PatchAsync(
            new MailboxSettings
            {
                TimeZone = "Europe/Berlin",
                DateFormat = "dd.MM.yyyy",
                Language = new LocaleInfo { Locale = "de-DE" },
                WorkingHours = new WorkingHours { DaysOfWeek = [DayOfWeekObject.Monday] },
                AutomaticRepliesSetting = new AutomaticRepliesSetting
                {
                    Status = AutomaticRepliesStatus.Scheduled,
                    ExternalReplyMessage = "Away",
                    ScheduledStartDateTime = new DateTimeTimeZone { DateTime = "2026-07-01T08:00:00", TimeZone = "Europe/Berlin" },
                    ScheduledEndDateTime = new DateTimeTimeZone { DateTime = "2026-07-02T08:00:00", TimeZone = "Europe/Berlin" },
                },
            },
            cancellationToken: Ct);
        var settings = await _desk.User.MailboxSettings.GetAsync(cancellationToken: Ct);

        Assert.Equal(("Europe/Berlin", "dd.MM.yyyy", "German (Germany)"), (settings!.TimeZone, settings.DateFormat, settings.Language!.DisplayName));
        Assert.Equal((AutomaticRepliesStatus.Scheduled, "Away", "2026-07-01T06:00:00.0000000"), (settings.AutomaticRepliesSetting!.Status, settings.AutomaticRepliesSetting.ExternalReplyMessage, settings.AutomaticRepliesSetting.ScheduledStartDateTime!.DateTime));
        Assert.Equal([DayOfWeekObject.Monday], settings.WorkingHours!.DaysOfWeek!);
    }

    [Fact]
    public async Task Settings_nobody_knows_are_refused()
    {
        await RefusedAsync(400, "TimeZoneNotSupportedException", () => _desk.User.MailboxSettings.PatchAsync(new MailboxSettings { TimeZone = "Mars Standard Time" }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.MailboxSettings.PatchAsync(new MailboxSettings { Language = new LocaleInfo { Locale = "xx-QQ-nowhere" } }, cancellationToken: Ct));
        await RefusedAsync(400, "RequestBodyRead", () => _desk.User.MailboxSettings.PatchAsync(
            new MailboxSettings { AutomaticRepliesSetting = new AutomaticRepliesSetting { AdditionalData = { ["status"] = "sometimes" } } }, cancellationToken: Ct));
    }

    [Fact]
    public async Task Mail_permissions_do_not_open_the_settings()
    {
        using var other = new GraphDesk();
        await RefusedAsync(403, "ErrorAccessDenied", () => other.User.MailboxSettings.GetAsync(cancellationToken: Ct));
    }

    [Theory]
    [InlineData(ExchangeIdFormat.EwsId)]
    [InlineData(ExchangeIdFormat.EntryId)]
    [InlineData(ExchangeIdFormat.ImmutableEntryId)]
    [InlineData(ExchangeIdFormat.RestImmutableEntryId)]
    public async Task Ids_are_translated_there_and_back(ExchangeIdFormat format)
    {
        _desk.Fill(3);
        var ids = (await _desk.Inbox.Messages.GetAsync(cancellationToken: Ct))!.Value!.Select(m => m.Id!).ToList();
        var there = await TranslateAsync(ids, ExchangeIdFormat.RestId, format);
        var back = await TranslateAsync([.. there.Select(t => t.TargetId!)], format, ExchangeIdFormat.RestId);

        Assert.Equal(ids, there.Select(t => t.SourceId!));
        Assert.Equal(ids, back.Select(t => t.TargetId!));
        // The two text forms differ in two signs of base64, which an id may lack.
        Assert.All(there, t => Assert.Equal(format == ExchangeIdFormat.EwsId && t.SourceId!.AsSpan().IndexOfAny('-', '_') < 0, t.SourceId == t.TargetId));
    }

    [Fact]
    public async Task A_translated_id_is_the_immutable_one()
    {
        var id = _desk.Receive("Printer");
        var immutable = Assert.Single(await TranslateAsync([id], ExchangeIdFormat.RestId, ExchangeIdFormat.RestImmutableEntryId)).TargetId;
        await _desk.User.Messages[id].Move.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct);
        Assert.Equal("Printer", (await _desk.User.Messages[immutable].GetAsync(cancellationToken: Ct))!.Subject);
    }

    [Fact]
    public async Task Ids_that_are_none_or_too_many_are_refused()
    {
        var id = _desk.Receive("Printer");
        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => TranslateAsync(["abc"], ExchangeIdFormat.RestId, ExchangeIdFormat.EwsId));
        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => TranslateAsync([_desk.LastId(immutable: true)], ExchangeIdFormat.RestId, ExchangeIdFormat.EwsId));
        await RefusedAsync(400, "ErrorInvalidParameter", () => TranslateAsync([.. Enumerable.Repeat(id, 1001)], ExchangeIdFormat.RestId, ExchangeIdFormat.EwsId));
        Assert.Equal(1000, (await TranslateAsync([.. Enumerable.Repeat(id, 1000)], ExchangeIdFormat.RestId, ExchangeIdFormat.EwsId)).Count);
    }

    [Fact]
    public async Task An_id_of_another_form_or_of_another_mailbox_is_not_translated()
    {
        _desk.Simulator.Users.Add(_desk.Stranger.Tenant, "sales", isShared: true);
        var (own, foreign) = (await FolderAsync(Address), await FolderAsync("sales@contoso.example"));

        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => TranslateAsync([_desk.Receive("Printer")], ExchangeIdFormat.RestImmutableEntryId, ExchangeIdFormat.RestId));
        await RefusedAsync(404, "ErrorFolderNotFound", () => TranslateAsync([foreign], ExchangeIdFormat.RestId, ExchangeIdFormat.RestImmutableEntryId));
        Assert.Equal(own, Assert.Single(await TranslateAsync([own], ExchangeIdFormat.RestId, ExchangeIdFormat.RestImmutableEntryId)).TargetId);

        async Task<string> FolderAsync(string address) => (await _desk.Graph.Users[address].MailFolders["inbox"].GetAsync(cancellationToken: Ct))!.Id!;
    }

    private async Task<List<ConvertIdResult>> TranslateAsync(List<string> ids, ExchangeIdFormat from, ExchangeIdFormat to) =>
        (await _desk.User.TranslateExchangeIds.PostAsTranslateExchangeIdsPostResponseAsync(new Query { InputIds = ids, SourceIdType = from, TargetIdType = to }, cancellationToken: Ct))!.Value!;
}
