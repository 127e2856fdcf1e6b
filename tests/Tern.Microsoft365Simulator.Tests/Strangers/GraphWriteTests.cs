using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's Graph client marks, moves, copies and deletes, and works on folders.</summary>
public sealed class GraphWriteTests : IDisposable
{
    private readonly GraphDesk _desk = new("Mail-Advanced.ReadWrite.All");

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Marks_are_changed_and_the_change_key_with_them()
    {
        var id = _desk.Receive("Printer");
        var before = await _desk.User.Messages[id].GetAsync(cancellationToken: Ct);
        var after = await _desk.User.Messages[id].PatchAsync(
            new Message { IsRead = true, Categories = ["Red", "Desk"], Importance = Importance.High, InferenceClassification = InferenceClassificationType.Other, Flag = new() { FlagStatus = FollowupFlagStatus.Flagged } }, cancellationToken: Ct);

        Assert.Equal((true, Importance.High, InferenceClassificationType.Other), (after!.IsRead, after.Importance, after.InferenceClassification));
        Assert.Equal(["Red", "Desk"], after.Categories!);
        Assert.Equal(FollowupFlagStatus.Flagged, after.Flag!.FlagStatus);
        Assert.NotEqual(before!.ChangeKey, after.ChangeKey);
        await RefusedAsync(412, "ErrorIrresolvableConflict", () => _desk.User.Messages[id].PatchAsync(
            new Message { IsRead = false }, c => c.Headers.Add("If-Match", $"W/\"{before.ChangeKey}\""), Ct));
    }

    [Fact]
    public async Task Right_after_arrival_a_change_may_conflict_without_any_condition()
    {
        _desk.Simulator.Settings.ConflictAfterArrival = TimeSpan.FromSeconds(30);
        var id = _desk.Receive("Printer");
        await RefusedAsync(412, "ErrorIrresolvableConflict", () => _desk.User.Messages[id].PatchAsync(new Message { IsRead = true }, cancellationToken: Ct));
        _desk.Simulator.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True((await _desk.User.Messages[id].PatchAsync(new Message { IsRead = true }, cancellationToken: Ct))!.IsRead);
    }

    [Fact]
    public async Task Content_of_received_mail_needs_Mail_Advanced_from_its_day_on()
    {
        var id = _desk.Receive("Printer");
        _desk.Simulator.Settings.MailAdvancedFrom = _desk.Simulator.Clock.GetUtcNow().AddMinutes(-1);
        Assert.Equal("Scanner", (await _desk.User.Messages[id].PatchAsync(new Message { Subject = "Scanner" }, cancellationToken: Ct))!.Subject);

        _desk.Stranger.App.ApplicationPermissions.Remove("Mail-Advanced.ReadWrite.All");
        _desk.Simulator.Apps.WithdrawConsent(_desk.Stranger.App);
        _desk.Simulator.Apps.GrantAdminConsent(_desk.Stranger.App);
        await RefusedAsync(403, "ErrorAccessDenied", () => _desk.User.Messages[id].PatchAsync(new Message { Subject = "Again" }, cancellationToken: Ct));
        Assert.True((await _desk.User.Messages[id].PatchAsync(new Message { IsRead = true, Categories = ["Red"] }, cancellationToken: Ct))!.IsRead);
        var draft = await _desk.User.Messages.PostAsync(new Message { Subject = "Draft" }, cancellationToken: Ct);
        Assert.Equal("Other", (await _desk.User.Messages[draft!.Id].PatchAsync(new Message { Subject = "Other" }, cancellationToken: Ct))!.Subject);
    }

    [Fact]
    public Task Headers_of_received_mail_cannot_be_set() => RefusedAsync(400, "ErrorInvalidPropertySet", () => _desk.User.Messages[_desk.Receive("Printer")].PatchAsync(
        new Message { InternetMessageHeaders = [new() { Name = "x-desk", Value = "1" }] }, cancellationToken: Ct));

    [Fact]
    public async Task Move_answers_with_the_new_place_and_a_new_id()
    {
        var id = _desk.Receive("Printer");
        var archive = await _desk.User.MailFolders["archive"].GetAsync(cancellationToken: Ct);
        var moved = await _desk.User.Messages[id].Move.PostAsync(new() { DestinationId = archive!.Id }, cancellationToken: Ct);

        Assert.Equal(archive.Id, moved!.ParentFolderId);
        Assert.NotEqual(id, moved.Id);
        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => _desk.User.Messages[moved.Id].Move.PostAsync(new() { DestinationId = "nowhere" }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages[moved.Id].Move.PostAsync(new(), cancellationToken: Ct));
        await RefusedAsync(404, "ErrorFolderNotFound", () => _desk.User.Messages[moved.Id].Move.PostAsync(new() { DestinationId = moved.Id }, cancellationToken: Ct));
    }

    [Fact]
    public async Task A_copy_is_another_message_with_the_same_Message_ID()
    {
        var id = _desk.Receive("Printer");
        var copy = await _desk.User.Messages[id].Copy.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct);
        var original = await _desk.User.Messages[id].GetAsync(cancellationToken: Ct);

        Assert.NotEqual(original!.Id, copy!.Id);
        Assert.Equal(original.InternetMessageId, copy.InternetMessageId);
    }

    [Fact]
    public async Task Deleting_goes_to_Deleted_Items_then_to_the_recoverable_ones()
    {
        var id = _desk.Receive("Printer");
        await _desk.User.Messages[id].DeleteAsync(cancellationToken: Ct);
        var bin = Assert.Single((await _desk.User.MailFolders["deleteditems"].Messages.GetAsync(cancellationToken: Ct))!.Value!);
        await _desk.User.Messages[bin.Id].DeleteAsync(cancellationToken: Ct);

        Assert.Single((await _desk.User.MailFolders["recoverableitemsdeletions"].Messages.GetAsync(cancellationToken: Ct))!.Value!);
        Assert.Empty((await _desk.User.Messages.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public async Task Permanent_deletion_leaves_nothing_and_is_not_in_every_cloud()
    {
        var (first, second) = (_desk.Receive("One"), _desk.Receive("Two"));
        await _desk.User.Messages[first].PermanentDelete.PostAsync(cancellationToken: Ct);
        await RefusedAsync(404, "ErrorItemNotFound", () => _desk.User.Messages[first].GetAsync(cancellationToken: Ct));
        _desk.Simulator.Settings.IsWorldwideCloud = false;
        await RefusedAsync(400, "BadRequest", () => _desk.User.Messages[second].PermanentDelete.PostAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task Permanent_deletion_does_not_exist_where_the_tenant_is_in_a_national_cloud()
    {
        var (stranger, simulator) = (_desk.Stranger, _desk.Simulator);
        var tenant = simulator.Tenants.Add("elsewhere", cloud: NationalCloud.China);
        var mailbox = simulator.Mailboxes.Of(simulator.Users.Add(tenant, "support"));
        var app = simulator.Apps.Add(tenant, "Desk", applicationPermissions: ["Mail.ReadWrite"]);
        simulator.Apps.AddSecret(app, Secret, TimeProvider.System.GetUtcNow().AddYears(1));
        simulator.Apps.GrantAdminConsent(app);
        var id = simulator.Mailboxes.IdOf(mailbox, simulator.Mailboxes.Deliver(mailbox, Office.Mail("One")));
        var client = stranger.Client(app.ClientId, $"https://login.partner.microsoftonline.cn/{tenant.Id}").WithClientSecret(Secret).Build();
        using var graph = new GraphServiceClient(
            GraphClientFactory.Create(finalHandler: new SimulatorHttpHandler(simulator, TimeProvider.System)),
            new BaseBearerTokenAuthenticationProvider(new Tokens(async (_, _) =>
                (await client.AcquireTokenForClient(["https://microsoftgraph.chinacloudapi.cn/.default"]).ExecuteAsync(Ct)).AccessToken)),
            "https://microsoftgraph.chinacloudapi.cn/v1.0");

        await RefusedAsync(400, "BadRequest", () => graph.Users[mailbox.UserId].Messages[id].PermanentDelete.PostAsync(cancellationToken: Ct));
        simulator.Settings.IsWorldwideCloud = true;
        await graph.Users[mailbox.UserId].Messages[id].PermanentDelete.PostAsync(cancellationToken: Ct);
    }

    [Theory]
    [InlineData("importance")]
    [InlineData("inferenceClassification")]
    public async Task What_is_refused_changes_nothing(string name)
    {
        var id = _desk.Receive("Printer");
        var before = await _desk.User.Messages[id].GetAsync(cancellationToken: Ct);
        var patch = new Message { IsRead = true, Categories = ["Red"], AdditionalData = { [name] = "bogus" } };
        await RefusedAsync(400, "RequestBodyRead", () => _desk.User.Messages[id].PatchAsync(patch, cancellationToken: Ct));
        patch = new Message { IsRead = true, SingleValueExtendedProperties = [new() { Id = Key, Value = "42" }, new() { Id = "Integer 0x1234", Value = "seven" }] };
        await RefusedAsync(400, "ErrorInvalidPropertyRequest", () => _desk.User.Messages[id].PatchAsync(patch, cancellationToken: Ct));

        var after = await _desk.User.Messages[id].GetAsync(c => c.QueryParameters.Expand = [$"singleValueExtendedProperties($filter=id eq '{Key}')"], Ct);
        Assert.Equal((false, before!.ChangeKey), (after!.IsRead, after.ChangeKey));
        Assert.Empty(after.Categories!);
        Assert.Null(after.SingleValueExtendedProperties);
    }

    [Fact]
    public async Task The_id_of_an_attachment_stays_when_its_message_moves()
    {
        static void Immutable<T>(Microsoft.Kiota.Abstractions.RequestConfiguration<T> c)
            where T : class, new() => c.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
        _desk.ReceiveRaw(Mails.WithFile);
        var message = _desk.User.Messages[_desk.LastId(immutable: true)];
        var before = Assert.Single((await message.Attachments.GetAsync(Immutable, Ct))!.Value!);
        await message.Move.PostAsync(new() { DestinationId = "archive" }, Immutable, Ct);

        Assert.Equal(before.Id, Assert.Single((await message.Attachments.GetAsync(Immutable, Ct))!.Value!).Id);
        Assert.Equal(before.Name, (await message.Attachments[before.Id].GetAsync(Immutable, Ct))!.Name);
    }

    [Fact]
    public async Task Properties_of_ones_own_are_kept_and_found()
    {
        var id = _desk.Receive("Printer");
        await _desk.User.Messages[id].PatchAsync(new Message { SingleValueExtendedProperties = [new() { Id = Key, Value = "42" }, new() { Id = "Integer {6b2c1b6e-6a62-4f0c-9d39-4a2a8f0a1c11} Id 0x8001", Value = "7" }] }, cancellationToken: Ct);
        var read = await _desk.User.Messages[id].GetAsync(c => c.QueryParameters.Expand = [$"singleValueExtendedProperties($filter=id eq '{Key}')"], Ct);

        Assert.Equal("42", Assert.Single(read!.SingleValueExtendedProperties!).Value);
        foreach (var (wrong, value) in new[] { ("Text {x} Name y", "1"), ("Integer 0x1234", "seven"), ("SystemTime 0x3FEF", "soon") })
        {
            await RefusedAsync(400, "ErrorInvalidPropertyRequest", () => _desk.User.Messages[id].PatchAsync(
                new Message { SingleValueExtendedProperties = [new() { Id = wrong, Value = value }] }, cancellationToken: Ct));
        }

        await RefusedAsync(400, "BadRequest", () => _desk.User.Messages[id].GetAsync(c => c.QueryParameters.Expand = ["singleValueExtendedProperties"], Ct));
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("drafts")]
    [InlineData("sentitems")]
    [InlineData("deleteditems")]
    [InlineData("junkemail")]
    [InlineData("archive")]
    [InlineData("outbox")]
    [InlineData("msgfolderroot")]
    [InlineData("recoverableitemsdeletions")]
    [InlineData("clutter")]
    [InlineData("conflicts")]
    [InlineData("conversationhistory")]
    [InlineData("localfailures")]
    [InlineData("scheduled")]
    [InlineData("searchfolders")]
    [InlineData("serverfailures")]
    [InlineData("syncissues")]
    public async Task Well_known_names_stand_for_ids(string name)
    {
        var folder = await _desk.User.MailFolders[name].GetAsync(cancellationToken: Ct);
        Assert.Equal(folder!.DisplayName, (await _desk.User.MailFolders[folder.Id].GetAsync(cancellationToken: Ct))!.DisplayName);
    }

    [Fact]
    public async Task Folders_are_made_found_renamed_moved_copied_and_deleted()
    {
        var made = await _desk.User.MailFolders.PostAsync(new MailFolder { DisplayName = "Done" }, cancellationToken: Ct);
        await RefusedAsync(409, "ErrorFolderExists", () => _desk.User.MailFolders.PostAsync(new MailFolder { DisplayName = "done" }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.MailFolders.PostAsync(new MailFolder(), cancellationToken: Ct));
        var child = await _desk.User.MailFolders[made!.Id].ChildFolders.PostAsync(new MailFolder { DisplayName = "2026" }, cancellationToken: Ct);
        _desk.Receive("Printer");
        await _desk.User.Messages[_desk.LastId()].Move.PostAsync(new() { DestinationId = child!.Id }, cancellationToken: Ct);
        var renamed = await _desk.User.MailFolders[made.Id].PatchAsync(new MailFolder { DisplayName = "Finished" }, cancellationToken: Ct);
        var copied = await _desk.User.MailFolders[made.Id].Copy.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct);
        var moved = await _desk.User.MailFolders[made.Id].Move.PostAsync(new() { DestinationId = "inbox" }, cancellationToken: Ct);
        var inbox = await _desk.Inbox.GetAsync(cancellationToken: Ct);

        Assert.Equal(("Finished", inbox!.Id, 1), (renamed!.DisplayName, moved!.ParentFolderId, inbox.ChildFolderCount));
        Assert.Equal(made.Id, moved.Id);
        var copiedChild = Assert.Single((await _desk.User.MailFolders[copied!.Id].ChildFolders.GetAsync(cancellationToken: Ct))!.Value!);
        Assert.Equal((1, 1), (copiedChild.TotalItemCount, copiedChild.UnreadItemCount));
        await RefusedAsync(400, "ErrorMoveCopyFailed", () => _desk.User.MailFolders[made.Id].Move.PostAsync(new() { DestinationId = child.Id }, cancellationToken: Ct));
        await _desk.User.MailFolders[made.Id].DeleteAsync(cancellationToken: Ct);
        await RefusedAsync(404, "ErrorFolderNotFound", () => _desk.User.MailFolders[child.Id].Messages.GetAsync(cancellationToken: Ct));
        Assert.Single((await _desk.User.MailFolders["recoverableitemsdeletions"].Messages.GetAsync(cancellationToken: Ct))!.Value!);
    }

    [Fact]
    public async Task The_standard_folders_stay_where_they_are()
    {
        await RefusedAsync(400, "ErrorDeleteDistinguishedFolder", () => _desk.Inbox.DeleteAsync(cancellationToken: Ct));
        await RefusedAsync(400, "ErrorMoveDistinguishedFolder", () => _desk.Inbox.Move.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct));
        await RefusedAsync(400, "ErrorInvalidIdMalformed", () => _desk.User.MailFolders["posteingang"].GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task Folders_are_listed_without_the_hidden_ones_unless_wanted()
    {
        _desk.Fill(2);
        var shown = (await _desk.User.MailFolders.GetAsync(c => c.QueryParameters.Top = 50, Ct))!.Value!;
        var all = (await _desk.User.MailFolders.GetAsync(c => (c.QueryParameters.Top, c.QueryParameters.IncludeHiddenFolders) = (50, "true"), Ct))!.Value!;
        var named = (await _desk.User.MailFolders.GetAsync(c => c.QueryParameters.Filter = "displayName eq 'Inbox'", Ct))!.Value!;

        Assert.Equal((8, 11), (shown.Count, all.Count));
        Assert.Equal((2, 2), (named[0].TotalItemCount, named[0].UnreadItemCount));
        Assert.Equal(3, (await _desk.User.MailFolders["syncissues"].ChildFolders.GetAsync(c => c.QueryParameters.IncludeHiddenFolders = "true", Ct))!.Value!.Count);
    }
}
