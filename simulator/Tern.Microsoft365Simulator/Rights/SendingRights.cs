using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Rights;

/// <summary>
/// In whose name a mail may leave, and what the recipients see: Send As hides the person who sent it, Send on Behalf shows it in Sender;
/// with both, Exchange uses Send As (outlook-send-mail-from-other-user).
/// </summary>
internal static class SendingRights
{
    /// <summary>Refuses a From the caller has no right to; otherwise writes the Sender that follows from the right.</summary>
    internal static void Apply(GraphCall call, StoredMessage draft)
    {
        var signer = call.Caller.User ?? call.Owner;
        var address = draft.Facts.From is [var named, ..] ? named.Address : call.Owner.Mail;
        var from = call.World.State.Directory().FindByAddress(address);
        if (from is null || !(from == signer || (call.Caller.IsApplication && from == call.Owner) || HasRight(call, from, signer, out _)))
        {
            throw Denied();
        }

        // In another's name the token has to allow it too, and not only Exchange.
        if (!call.Caller.IsApplication && from != signer)
        {
            call.Caller.Require("Mail.Send.Shared");
        }

        var onBehalf = from != signer && HasRight(call, from, signer, out var hides) && !hides;
        if (onBehalf)
        {
            draft.Rewrite(RawHeaders.Set(draft.RawBytes, "Sender", new MimeKit.MailboxAddress(signer.DisplayName, signer.Mail).ToString()));
        }
        else if (RawHeaders.Has(draft.RawBytes, "Sender"))
        {
            draft.Rewrite(RawHeaders.Without(draft.RawBytes, "Sender"));
        }
    }

    internal static GraphRefusalException Denied() =>
        new(403, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.");

    private static bool HasRight(GraphCall call, User from, User signer, out bool hides)
    {
        hides = false;
        if (call.World.MailboxOf(from) is not { } mailbox)
        {
            return false;
        }

        hides = mailbox.SendAs.Contains(signer.Id);
        return hides || mailbox.SendOnBehalf.Contains(signer.Id);
    }
}
