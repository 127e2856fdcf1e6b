using System.Globalization;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;

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
            throw call.World.Settings.SecondSendStatus == 400
                ? new GraphRefusalException(400, "ErrorInvalidOperation", "The message has been sent already.")
                : GraphRefusalException.ItemNotFound();
        }

        Check(call, draft);
        Submission.Accept(call.World, call.Mailbox, call.Owner, draft, keepCopy: true);
        return Accepted();
    }

    internal static SimulatedResponse Accepted() => SimulatedResponse.Empty(202).With("Content-Length", "0");

    internal static void Check(GraphCall call, StoredMessage draft)
    {
        var recipients = draft.Facts.Recipients.ToList();
        if (recipients.Count == 0 || recipients.Exists(r => !CanBeReached(r.Address)))
        {
            throw new GraphRefusalException(400, "ErrorInvalidRecipients", "At least one recipient isn't valid., A message can't be sent because it contains no recipients.");
        }

        if (draft.Raw.Length + draft.Added.Sum(a => (long)a.Content.Length * 4 / 3) > call.World.Settings.LargestMessage)
        {
            throw new GraphRefusalException(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        }

        if (call.World.Settings.RefuseOverQuota && SendingLimits.IsOverDailyLimit(call.World, call.Owner, recipients.Count))
        {
            throw new GraphRefusalException(429, "ErrorSubmissionQuotaExceeded", SendingLimits.DailyLimit);
        }

        if (call.World.Settings.RefuseOverRate && SendingLimits.Wait(call.World, call.Owner) is var wait && wait > TimeSpan.Zero)
        {
            throw new GraphRefusalException(429, "ApplicationThrottled", "Application is over its MessagesPerMinute limit.")
            {
                Headers = [new("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture))],
            };
        }

        SendingRights.Apply(call, draft);
    }

    private static bool CanBeReached(string address) => MimeKit.MailboxAddress.TryParse(address, out var mailbox) && mailbox.LocalPart.Length > 0 && mailbox.Domain.Length > 0;
}
