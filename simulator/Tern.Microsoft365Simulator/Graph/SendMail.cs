using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Drafts;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>POST /sendMail: composes and sends at once, and tells no id (user-sendmail).</summary>
internal static class SendMail
{
    internal static SimulatedResponse Answer(GraphCall call)
    {
        var keepCopy = true;
        StoredMessage draft;
        if (CreateDraft.IsMime(call))
        {
            draft = CreateDraft.New(call, CreateDraft.DecodeMime(call));
        }
        else
        {
            var body = call.BodyObject();
            keepCopy = body.Flag("saveToSentItems") ?? true;
            if (body["message"] is not JsonObject message)
            {
                throw new GraphRefusalException(400, "ErrorInvalidParameter", "The message is missing.");
            }

            draft = CreateDraft.FromJson(call, message);
        }

        SendDraft.Check(call, draft);
        CreateDraft.Store(call, draft);
        Submission.Accept(call.World, call.Mailbox, call.Owner, draft, keepCopy);
        return SendDraft.Accepted();
    }
}
