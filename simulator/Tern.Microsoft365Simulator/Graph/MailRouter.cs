using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph.Bodies;
using Tern.Microsoft365Simulator.Graph.Delta;
using Tern.Microsoft365Simulator.Graph.Drafts;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Graph.Folders;
using Tern.Microsoft365Simulator.Graph.Listing;
using Tern.Microsoft365Simulator.Graph.Messages;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>The paths below a mailbox: which verb it is, and which permissions let it happen.</summary>
internal static class MailRouter
{
    private static readonly string[] Readers = ["Mail.Read", "Mail.ReadWrite"];
    private static readonly string[] BasicReaders = ["Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic", "Mail.ReadBasic.All"];
    private static readonly string[] Writers = ["Mail.ReadWrite"];
    private static readonly string[] Senders = ["Mail.Send"];
    private static readonly string[] Verbs = ["move", "copy", "send", "createReply", "createReplyAll", "createForward", "reply", "replyAll", "forward"];
    private static readonly string[] SettingReaders = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"];
    private static readonly string[] Translators = ["User.Read", "User.ReadWrite", "User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];

    internal static SimulatedResponse Answer(GraphCall call, User user, string[] rest) => (call.Request.Method, rest) switch
    {
        ("POST", ["sendMail"]) => Store(call, user, Senders).Taking(BodyTypes.SendMail).Then(SendMail.Answer),
        ("POST", ["translateExchangeIds"]) => Open(call, user, Translators).Taking(BodyTypes.Translation).Then(TranslateIds.Answer),
        ("GET", ["mailboxSettings"]) => Open(call, user, SettingReaders).Then(MailboxSettingsVerbs.Show),
        ("GET", ["mailboxSettings", var name]) => Open(call, user, SettingReaders).Then(c => MailboxSettingsVerbs.ShowOne(c, name)),
        ("PATCH", ["mailboxSettings"]) => Open(call, user, ["MailboxSettings.ReadWrite"]).Taking(BodyTypes.Settings).Then(MailboxSettingsVerbs.Change),
        (var method, ["mailFolders", .. var tail]) => Folder(call, user, method, tail),
        (var method, ["messages", .. var tail]) => Message(call, user, method, tail),
        _ => throw GraphRefusalException.Unrouted(rest is ["sendMail" or "translateExchangeIds" or "mailboxSettings"], Lost(rest, 0, "sendMail", "translateExchangeIds", "mailboxSettings")),
    };

    private static SimulatedResponse Folder(GraphCall call, User user, string method, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Open(call, user, BasicReaders).Then(c => ListFolders.Answer(c, "msgfolderroot")),
        ("POST", []) => Open(call, user, Writers).Taking(BodyTypes.Folder).Then(c => ChangeFolder.Create(c, "msgfolderroot")),
        ("GET", ["delta" or "delta()"]) => Open(call, user, BasicReaders).Then(FolderDelta.Answer),
        ("GET", [var folder]) => Open(call, user, BasicReaders).Then(c => FolderJson.Single(c, 200, c.FindFolder(folder))),
        ("PATCH", [var folder]) => Open(call, user, Writers).Taking(BodyTypes.Folder).Then(c => ChangeFolder.Rename(c, folder)),
        ("DELETE", [var folder]) => Open(call, user, Writers).Then(c => ChangeFolder.Delete(c, folder)),
        ("POST", [var folder, "move"]) => Open(call, user, Writers).Taking(BodyTypes.Move).Then(c => ChangeFolder.Move(c, folder)),
        ("POST", [var folder, "copy"]) => Store(call, user, Writers).Taking(BodyTypes.Move).Then(c => ChangeFolder.Copy(c, folder)),
        ("GET", [var folder, "childFolders"]) => Open(call, user, BasicReaders).Then(c => ListFolders.Answer(c, folder)),
        ("POST", [var folder, "childFolders"]) => Open(call, user, Writers).Taking(BodyTypes.Folder).Then(c => ChangeFolder.Create(c, folder)),
        ("GET", [var folder, "messages"]) => Open(call, user, BasicReaders).Then(c => ListMessages.Answer(c, folder)),
        ("GET", [var folder, "messages", "$count"]) => Open(call, user, BasicReaders).Then(c => ListMessages.Count(c, folder)),
        ("POST", [var folder, "messages"]) => Store(call, user, Writers).Taking(BodyTypes.Message).Then(c => CreateDraft.Answer(c, folder)),
        ("GET", [var folder, "messages", "delta" or "delta()"]) => Open(call, user, BasicReaders).Then(c => MessageDelta.Answer(c, folder)),
        (_, [var folder, "messages", .. var tail]) => Message(call.In(folder), user, method, tail),
        _ => throw GraphRefusalException.Unrouted(rest is [] or [_] or [_, "move" or "copy" or "childFolders"], Lost(rest, 1, "move", "copy", "childFolders")),
    };

    private static SimulatedResponse Message(GraphCall call, User user, string method, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Open(call, user, BasicReaders).Then(c => ListMessages.Answer(c, folderKey: null)),
        ("GET", ["$count"]) => Open(call, user, BasicReaders).Then(c => ListMessages.Count(c, folderKey: null)),
        ("POST", []) => Store(call, user, Writers).Taking(BodyTypes.Message).Then(c => CreateDraft.Answer(c, "drafts")),
        ("GET", [var id]) => Open(call, user, BasicReaders).Then(c => ShowMessage.Answer(c, id)),
        ("GET", [var id, "$value"]) => Open(call, user, Readers).Then(c => ShowMessage.Mime(c, id)),
        ("PATCH", [var id]) => Open(call, user, Writers).Taking(BodyTypes.Message).Then(c => UpdateMessage.Answer(c, id)),
        ("DELETE", [var id]) => Open(call, user, Writers).Then(c => MoveMessage.Delete(c, id)),
        ("POST", [var id, var verb]) => Verb(call, user, id, verb),
        (_, [var id, "attachments", .. var tail]) => Attachment(call, user, method, id, tail),
        _ => throw GraphRefusalException.Unrouted(rest is [] or [_] or [_, "$value"] || (rest is [_, var verb] && Verbs.Contains(verb)), Lost(rest, 1, ["$value", .. Verbs])),
    };

    private static SimulatedResponse Verb(GraphCall call, User user, string id, string verb) => verb switch
    {
        "move" => Open(call, user, Writers).Taking(BodyTypes.Move).Then(c => MoveMessage.Answer(c, id)),
        "copy" => Store(call, user, Writers).Taking(BodyTypes.Move).Then(c => MoveMessage.Copy(c, id)),
        "permanentDelete" when call.World.Settings.IsWorldwideCloud ?? call.Caller.Tenant.Cloud == NationalCloud.Worldwide => Open(call, user, Writers).Then(c => MoveMessage.Purge(c, id)),
        "send" => Store(call, user, Senders).Then(c => SendDraft.Answer(c, id)),
        "createReply" => Store(call, user, Writers).Taking(BodyTypes.Reply).Then(c => Reply.Create(c, id, ReplyKind.Reply)),
        "createReplyAll" => Store(call, user, Writers).Taking(BodyTypes.Reply).Then(c => Reply.Create(c, id, ReplyKind.ReplyAll)),
        "createForward" => Store(call, user, Writers).Taking(BodyTypes.Forward).Then(c => Reply.Create(c, id, ReplyKind.Forward)),
        "reply" => Store(call, user, Senders).Taking(BodyTypes.Reply).Then(c => Reply.Send(c, id, ReplyKind.Reply)),
        "replyAll" => Store(call, user, Senders).Taking(BodyTypes.Reply).Then(c => Reply.Send(c, id, ReplyKind.ReplyAll)),
        "forward" => Store(call, user, Senders).Taking(BodyTypes.Forward).Then(c => Reply.Send(c, id, ReplyKind.Forward)),
        "attachments" => Attachment(call, user, "POST", id, []),
        _ => throw GraphRefusalException.NoRoute(verb),
    };

    private static SimulatedResponse Attachment(GraphCall call, User user, string method, string id, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Open(call, user, Readers).Then(c => ShowAttachments.List(c, id)),
        ("POST", []) => Store(call, user, Writers).Taking(BodyTypes.Attachment).Then(c => AddAttachment.Answer(c, id)),
        ("POST", ["createUploadSession"]) => Store(call, user, Writers).Taking(BodyTypes.UploadSession).Then(c => UploadSessions.Create(c, id)),
        ("GET", [var attachment]) => Open(call, user, Readers).Then(c => ShowAttachments.One(c, id, attachment)),
        ("GET", [var attachment, "$value"]) => Open(call, user, Readers).Then(c => ShowAttachments.Content(c, id, attachment)),
        ("DELETE", [var attachment]) => Open(call, user, Writers).Then(c => AddAttachment.Remove(c, id, attachment)),
        _ => throw GraphRefusalException.Unrouted(rest is [] or [_] or [_, "$value"], Lost(rest, 1, "$value")),
    };

    /// <summary>The segment that led nowhere: the one after the key, or what stands behind one that has nothing below it.</summary>
    private static string? Lost(string[] rest, int at, params string[] known) =>
        rest.ElementAtOrDefault(rest.Length > at + 1 && known.Contains(rest[at]) ? at + 1 : at);

    private static GraphCall In(this GraphCall call, string folder)
    {
        call.Within = folder;
        return call;
    }

    private static GraphCall Open(GraphCall call, User user, string[] permissions) => MailboxAccess.Open(call, user, permissions);

    /// <summary>Opens it for something that will lie there.</summary>
    private static GraphCall Store(GraphCall call, User user, string[] permissions)
    {
        Open(call, user, permissions);
        MailboxAccess.RequireRoom(call.World, call.Mailbox, call.Request.Body.Length);
        return call;
    }

    private static SimulatedResponse Then(this GraphCall call, Func<GraphCall, SimulatedResponse> verb) => verb(call);
}
