using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Drafts;

/// <summary>
/// createReply, createReplyAll, createForward, and the same sent at once as reply, replyAll, forward
/// (message-createreply, message-reply, …).
/// </summary>
internal static class Reply
{
    /// <summary>Makes the draft and shows it.</summary>
    internal static SimulatedResponse Create(GraphCall call, string id, ReplyKind kind) => CreateDraft.Created(call, CreateDraft.Store(call, Draft(call, id, kind)));

    /// <summary>Makes it and sends it; nothing stays when it cannot be sent.</summary>
    internal static SimulatedResponse Send(GraphCall call, string id, ReplyKind kind)
    {
        var draft = Draft(call, id, kind);
        SendDraft.Check(call, draft);
        CreateDraft.Store(call, draft);
        Submission.Accept(call.World, call.Mailbox, call.Owner, draft, keepCopy: true);
        return SendDraft.Accepted();
    }

    private static StoredMessage Draft(GraphCall call, string id, ReplyKind kind)
    {
        var original = call.FindMessage(id);
        if (original.IsDraft)
        {
            throw new GraphRefusalException(400, "ErrorInvalidReferenceItem", "The reference item does not support the requested operation.");
        }

        var body = call.OptionalBody();
        var (comment, message) = (body.Text("comment"), body["message"] as JsonObject ?? []);
        if (comment is { Length: > 0 } && message["body"] is not null)
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "Either the comment or the body of the message can be given, not both.");
        }

        if (body["toRecipients"] is JsonArray recipients)
        {
            if (message["toRecipients"] is not null)
            {
                throw new GraphRefusalException(400, "ErrorInvalidParameter", "toRecipients can be given in one place, not in both.");
            }

            message = (JsonObject)message.DeepClone();
            message["toRecipients"] = recipients.DeepClone();
        }

        var draft = CreateDraft.New(call, ReplyMime.Compose(call, original, kind, comment, message));
        draft.ConversationId = original.ConversationId;
        return CreateDraft.Complete(call, draft, message);
    }
}

/// <summary>To whom an answer goes.</summary>
internal enum ReplyKind
{
    /// <summary>Whoever wrote.</summary>
    Reply,

    /// <summary>Everybody who has it.</summary>
    ReplyAll,

    /// <summary>Somebody else, with the files.</summary>
    Forward,
}
