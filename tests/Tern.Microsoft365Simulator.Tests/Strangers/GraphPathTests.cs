using Microsoft.Graph.Models;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>A message is found in its own folder only, and is changed only as what it was known to be.</summary>
public sealed class GraphPathTests : IDisposable
{
    private readonly GraphDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("garbage", 400, "ErrorInvalidIdMalformed")]
    [InlineData("archive", 404, "ErrorItemNotFound")]
    public async Task A_message_is_found_in_its_own_folder_only(string folder, int status, string code)
    {
        var id = _desk.Receive("Printer");
        var there = _desk.User.MailFolders[folder].Messages[id];

        await RefusedAsync(status, code, () => there.GetAsync(cancellationToken: Ct));
        await RefusedAsync(status, code, () => there.Content.GetAsync(cancellationToken: Ct));
        await RefusedAsync(status, code, () => there.Attachments.GetAsync(cancellationToken: Ct));
        await RefusedAsync(status, code, () => there.PatchAsync(new Message { IsRead = true }, cancellationToken: Ct));
        await RefusedAsync(status, code, () => there.Move.PostAsync(new() { DestinationId = "archive" }, cancellationToken: Ct));
        await RefusedAsync(status, code, () => there.CreateReply.PostAsync(new(), cancellationToken: Ct));
        await RefusedAsync(status, code, () => there.DeleteAsync(cancellationToken: Ct));

        Assert.Equal("Printer", (await _desk.Inbox.Messages[id].GetAsync(cancellationToken: Ct))!.Subject);
        Assert.False(_desk.Mailbox.In("inbox")[0].IsRead);
    }

    [Fact]
    public async Task A_folder_that_is_gone_has_no_messages()
    {
        var id = _desk.Receive("Printer");
        var folder = (await _desk.User.MailFolders.PostAsync(new MailFolder { DisplayName = "Own" }, cancellationToken: Ct))!.Id!;
        await _desk.User.MailFolders[folder].DeleteAsync(cancellationToken: Ct);

        await RefusedAsync(404, "ErrorFolderNotFound", () => _desk.User.MailFolders[folder].Messages[id].GetAsync(cancellationToken: Ct));
    }

    [Fact]
    public async Task An_old_etag_keeps_a_message_from_being_moved_and_deleted()
    {
        var id = _desk.Receive("Printer");
        var message = await _desk.User.Messages[id].GetAsync(cancellationToken: Ct);
        var old = message!.AdditionalData["@odata.etag"].ToString()!;
        var now = (await _desk.User.Messages[id].PatchAsync(new Message { IsRead = true }, cancellationToken: Ct))!.AdditionalData["@odata.etag"].ToString()!;

        await RefusedAsync(412, "ErrorIrresolvableConflict", () => _desk.User.Messages[id].DeleteAsync(c => c.Headers.Add("If-Match", old), Ct));
        await RefusedAsync(412, "ErrorIrresolvableConflict", () => _desk.User.Messages[id].PermanentDelete.PostAsync(c => c.Headers.Add("If-Match", old), Ct));
        await RefusedAsync(412, "ErrorIrresolvableConflict", () => _desk.User.Messages[id].Move.PostAsync(new() { DestinationId = "archive" }, c => c.Headers.Add("If-Match", old), Ct));
        Assert.Single(_desk.Mailbox.In("inbox"));

        await _desk.User.Messages[id].DeleteAsync(c => c.Headers.Add("If-Match", now), Ct);
        Assert.Empty(_desk.Mailbox.In("inbox"));
    }
}
