using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// What follows a 202: the item leaves Drafts, the recipients get it, the copy shows in Sent Items — each after its own
/// while (outlook-create-send-messages).
/// </summary>
internal static class Submission
{
    internal static void Accept(World world, Mailbox mailbox, User owner, StoredMessage draft, bool keepCopy)
    {
        var (now, settings) = (world.Now, world.Settings);
        draft.RawBytes = OutgoingMime.Prepare(world, owner, draft);
        draft.Added = [];
        draft.IsSubmitted = true;
        var leaving = RawHeaders.Without(draft.RawBytes, "Bcc");
        var order = world.State.Requests * 10_000;

        void Later(TimeSpan after, EffectKind kind, string? address = null) => world.State.Pending.Add(new PendingEffect
        {
            Due = now + after,
            Order = order++,
            Kind = kind,
            UserId = mailbox.UserId,
            Message = draft.Number,
            Address = address,
            From = owner.Mail,
            Raw = address is null ? null : leaving,
        });

        Later(settings.LeaveDraftsAfter, EffectKind.LeaveDrafts);
        foreach (var address in draft.Facts.Recipients.Select(r => r.Address).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            Later(settings.DeliverAfter, EffectKind.Deliver, address);
        }

        var copyAfter = settings.SentItemsAfter < settings.LeaveDraftsAfter ? settings.LeaveDraftsAfter : settings.SentItemsAfter;
        Later(copyAfter, keepCopy ? EffectKind.ShowInSentItems : EffectKind.Vanish);
        PendingEffects.RunDue(world);
    }
}
