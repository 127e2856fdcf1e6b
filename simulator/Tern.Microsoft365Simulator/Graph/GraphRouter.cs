using System.IO.Compression;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>The paths of graph.microsoft.com/v1.0: who may, and which verb it is.</summary>
internal static class GraphRouter
{
    // "The maximum request length supported is 4MB" (outlook-large-attachments).
    private const int LargestBody = 4 * 1024 * 1024;

    private static readonly string[] Readers = ["Mail.Read", "Mail.ReadWrite"];
    private static readonly string[] BasicReaders = ["Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic", "Mail.ReadBasic.All"];

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string[] segments, RequestEntry entry)
    {
        return GraphAnswers.Guard(world, request, entry, () =>
        {
            request = Unpack(request);
            var call = new GraphCall(world, request, GraphCaller.Identify(world, request, entry));
            world.Throttle.CheckGraph(world, call.Caller.App.ClientId);
            if (request.Body.Length > LargestBody)
            {
                throw new GraphRefusalException(413, "RequestEntityTooLarge", "The maximum request length supported is 4MB.");
            }

            return Route(call, segments, entry);
        });
    }

    private static SimulatedResponse Route(GraphCall call, string[] segments, RequestEntry entry)
    {
        if (call.Request.Method == "GET" && segments is ["users"])
        {
            return ShowUser.List(call);
        }

        if (segments is ["subscriptions", .. var subscription])
        {
            return Subscriptions.Answer(call, subscription, entry);
        }

        var (user, rest) = segments switch
        {
            ["me", .. var tail] => (call.Caller.User ?? throw GraphRefusalException.BadRequest("/me request is only valid with delegated authentication flow."), tail),
            ["users", var key, .. var tail] => (MailboxAccess.FindUser(call, key), tail),
            _ => throw GraphRefusalException.NoRoute(),
        };
        entry.Mailbox = user.UserPrincipalName;
        if (rest.Length == 0)
        {
            return call.Request.Method == "GET" ? ShowUser.Answer(call, user) : throw GraphRefusalException.NoRoute();
        }

        return Mail(call, user, rest);
    }

    private static SimulatedResponse Mail(GraphCall call, User user, string[] rest) => (call.Request.Method, rest) switch
    {
        ("POST", ["sendMail"]) => Open(call, user, "Mail.Send").Then(SendMail.Answer),
        (var method, ["mailFolders", .. var tail]) => Folders(call, user, method, tail),
        (var method, ["messages", .. var tail]) => Messages(call, user, method, tail),
        _ => throw GraphRefusalException.NoRoute(),
    };

    private static SimulatedResponse Folders(GraphCall call, User user, string method, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Open(call, user, BasicReaders).Then(MailFolders.List),
        ("POST", []) => Open(call, user, "Mail.ReadWrite").Then(c => MailFolders.Create(c, "msgfolderroot")),
        ("GET", [var folder]) => Open(call, user, BasicReaders).Then(c => MailFolders.Show(c, folder)),
        ("GET", [var folder, "childFolders"]) => Open(call, user, BasicReaders).Then(c => MailFolders.Children(c, folder)),
        ("POST", [var folder, "childFolders"]) => Open(call, user, "Mail.ReadWrite").Then(c => MailFolders.Create(c, folder)),
        ("GET", [var folder, "messages"]) => Open(call, user, BasicReaders).Then(c => ListMessages.Answer(c, folder)),
        ("POST", [var folder, "messages"]) => Open(call, user, "Mail.ReadWrite").Then(c => CreateDraft.Answer(c, folder)),
        ("GET", [var folder, "messages", "delta" or "delta()"]) => Open(call, user, BasicReaders).Then(c => MessageDelta.Answer(c, folder)),
        (_, [_, "messages", .. var tail]) => Messages(call, user, method, tail),
        _ => throw GraphRefusalException.NoRoute(),
    };

    private static SimulatedResponse Messages(GraphCall call, User user, string method, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Open(call, user, BasicReaders).Then(c => ListMessages.Answer(c, folderKey: null)),
        ("POST", []) => Open(call, user, "Mail.ReadWrite").Then(c => CreateDraft.Answer(c, "drafts")),
        ("GET", [var id]) => Open(call, user, BasicReaders).Then(c => ShowMessage.Answer(c, id)),
        ("GET", [var id, "$value"]) => Open(call, user, Readers).Then(c => ShowMessage.Mime(c, id)),
        ("PATCH", [var id]) => Open(call, user, "Mail.ReadWrite").Then(c => UpdateMessage.Answer(c, id)),
        ("DELETE", [var id]) => Open(call, user, "Mail.ReadWrite").Then(c => MoveMessage.Delete(c, id)),
        ("POST", [var id, "move"]) => Open(call, user, "Mail.ReadWrite").Then(c => MoveMessage.Answer(c, id)),
        ("POST", [var id, "copy"]) => Open(call, user, "Mail.ReadWrite").Then(c => MoveMessage.Copy(c, id)),
        ("POST", [var id, "permanentDelete"]) => Open(call, user, "Mail.ReadWrite").Then(c => MoveMessage.Purge(c, id)),
        ("POST", [var id, "send"]) => Open(call, user, "Mail.Send").Then(c => SendDraft.Answer(c, id)),
        ("GET", [var id, "attachments"]) => Open(call, user, Readers).Then(c => Attachments.List(c, id)),
        ("POST", [var id, "attachments"]) => Open(call, user, "Mail.ReadWrite").Then(c => AddAttachment.Answer(c, id)),
        ("POST", [var id, "attachments", "createUploadSession"]) => Open(call, user, "Mail.ReadWrite").Then(c => UploadSessions.Create(c, id)),
        ("GET", [var id, "attachments", var attachment]) => Open(call, user, Readers).Then(c => Attachments.Show(c, id, attachment)),
        ("GET", [var id, "attachments", var attachment, "$value"]) => Open(call, user, Readers).Then(c => Attachments.Content(c, id, attachment)),
        ("DELETE", [var id, "attachments", var attachment]) => Open(call, user, "Mail.ReadWrite").Then(c => AddAttachment.Remove(c, id, attachment)),
        _ => throw GraphRefusalException.NoRoute(),
    };

    private static GraphCall Open(GraphCall call, User user, params string[] permissions) => MailboxAccess.Open(call, user, permissions);

    private static SimulatedResponse Then(this GraphCall call, Func<GraphCall, SimulatedResponse> verb) => verb(call);

    // The Graph SDK may compress what it sends.
    private static SimulatedRequest Unpack(SimulatedRequest request)
    {
        if (!string.Equals(request.Header("Content-Encoding"), "gzip", StringComparison.OrdinalIgnoreCase))
        {
            return request;
        }

        using var packed = new GZipStream(new MemoryStream(request.Body.ToArray()), CompressionMode.Decompress);
        using var body = new MemoryStream();
        packed.CopyTo(body);
        return request with { Body = body.ToArray() };
    }
}
