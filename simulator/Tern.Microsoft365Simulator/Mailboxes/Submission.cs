using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// What follows a 202: the item leaves Drafts, the recipients get it, the copy shows in Sent Items — each after its own
/// while (outlook-create-send-messages), and later where the mailbox sends faster than it may.
/// </summary>
internal static class Submission
{
    internal static void Accept(World world, Mailbox mailbox, User owner, StoredMessage draft, bool keepCopy)
    {
        var (now, settings, forced) = (world.Now, world.Settings, world.Forced);
        draft.RawBytes = OutgoingMime.Prepare(world, owner, draft);
        draft.Added = [];
        draft.IsSubmitted = true;
        var leaving = RawHeaders.Without(draft.RawBytes, "Bcc");
        var order = world.State.Requests * 10_000;
        var recipients = draft.Facts.Recipients.Select(r => r.Address).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var refusal = forced?.Refusal ?? SendingLimits.Refusal(world, owner, recipients);
        var wait = (refusal is null ? SendingLimits.Take(world, owner, recipients) : TimeSpan.Zero) + (forced?.Wait ?? TimeSpan.Zero);

        void Later(TimeSpan after, EffectKind kind, string? address = null, string? diagnostic = null) => world.State.Pending.Add(new PendingEffect
        {
            Due = now + wait + after,
            Order = order++,
            Kind = kind,
            UserId = mailbox.UserId,
            Message = draft.Number,
            Address = address,
            From = owner.Mail,
            Raw = address is null ? null : leaving,
            Diagnostic = diagnostic,
        });

        Later(settings.LeaveDraftsAfter, EffectKind.LeaveDrafts);
        if ((refusal ?? forced?.Bounce) is { } diagnostic)
        {
            Later(settings.DeliverAfter, EffectKind.Return, string.Join(',', recipients), diagnostic);
        }
        else
        {
            foreach (var address in recipients)
            {
                Later(settings.DeliverAfter, EffectKind.Deliver, address);
            }
        }

        var copyAfter = settings.SentItemsAfter < settings.LeaveDraftsAfter ? settings.LeaveDraftsAfter : settings.SentItemsAfter;
        Later(copyAfter, keepCopy ? EffectKind.ShowInSentItems : EffectKind.Vanish);
        PendingEffects.RunDue(world);
    }
}
