using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>POST …/send: accepted for delivery, nothing more (message-send).</summary>
internal static class SendDraft
{
    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var draft = call.FindMessage(id);
        if (!draft.IsDraft || draft.IsSubmitted)
        {
            // What Exchange says to a second send is not documented; not found is what was inferred from the field.
            throw GraphRefusalException.ItemNotFound();
        }

        Check(call, draft);
        Submission.Accept(call.World, call.Mailbox, call.Owner, draft, keepCopy: true);
        return Accepted();
    }

    internal static SimulatedResponse Accepted() => SimulatedResponse.Empty(202).With("Content-Length", "0");

    internal static void Check(GraphCall call, StoredMessage draft)
    {
        var recipients = draft.Facts.Recipients.ToList();
        if (recipients.Count == 0 || recipients.Exists(r => r.Address.IndexOf('@') < 1 || r.Address.EndsWith('@')))
        {
            throw new GraphRefusalException(400, "ErrorInvalidRecipients", "At least one recipient isn't valid., A message can't be sent because it contains no recipients.");
        }

        if (draft.Raw.Length + draft.Added.Sum(a => (long)a.Content.Length * 4 / 3) > call.World.Settings.LargestMessage)
        {
            throw new GraphRefusalException(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        }

        if (draft.Facts.From is [var from, ..] && !MaySendAs(call, from.Address))
        {
            throw new GraphRefusalException(403, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.");
        }
    }

    private static bool MaySendAs(GraphCall call, string address) =>
        call.World.State.Directory().FindByAddress(address) is { } user
        && (user == call.Owner || (call.World.MailboxOf(user) is { } mailbox && mailbox.Delegates.Contains(call.Owner.Id)));
}
