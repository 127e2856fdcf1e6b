using System.Globalization;
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
        // Everything that can fail comes before the first change: a draft is sent or it is not.
        var (now, settings, forced) = (Start(world, draft), world.Settings, world.Forced);
        var prepared = OutgoingMime.Prepare(world, owner, draft);
        var leaving = RawHeaders.Without(prepared, "Bcc");
        var order = ++world.State.Submissions * 10_000;
        var recipients = draft.Facts.Recipients.Select(r => r.Address).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var refusal = forced?.Refusal ?? SendingLimits.Refusal(world, owner, recipients);
        draft.Rewrite(prepared);
        // Links into cloud storage are no part of the MIME and stay with the copy.
        draft.Added = [.. draft.Added.Where(a => a.Kind == AttachmentKind.Reference)];
        draft.IsSubmitted = true;
        var wait = (refusal is null ? SendingLimits.Take(world, owner, recipients) : TimeSpan.Zero) + (forced?.Wait ?? TimeSpan.Zero);

        void Happens(TimeSpan after, EffectKind kind, string? address = null, string? diagnostic = null) => world.State.Pending.Add(new PendingEffect
        {
            Due = Later(now, wait + after),
            Order = order++,
            Kind = kind,
            UserId = mailbox.UserId,
            Message = draft.Number,
            Address = address,
            From = owner.Mail,
            Raw = address is null ? null : leaving,
            HidesItem = settings.HiddenInTransit,
            Diagnostic = diagnostic,
        });

        Happens(settings.LeaveDraftsAfter, EffectKind.LeaveDrafts);
        if ((refusal ?? forced?.Bounce) is { } diagnostic)
        {
            Happens(settings.DeliverAfter, EffectKind.Return, string.Join(',', recipients), diagnostic);
        }
        else
        {
            foreach (var address in recipients)
            {
                Happens(settings.DeliverAfter, EffectKind.Deliver, address);
            }
        }

        var copyAfter = settings.SentItemsAfter < settings.LeaveDraftsAfter ? settings.LeaveDraftsAfter : settings.SentItemsAfter;
        Happens(copyAfter, keepCopy ? EffectKind.ShowInSentItems : EffectKind.Vanish);
        PendingEffects.RunDue(world);
    }

    // A deferred send may name the last moment there is.
    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) => by > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + by;

    // PidTagDeferredSendTime: the item waits in Drafts until then (outlook-send-mail-with-delay).
    private static DateTimeOffset Start(World world, StoredMessage draft) =>
        draft.ExtendedProperties.TryGetValue("SystemTime 0x3FEF", out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var later)
        && later > world.Now
            ? later
            : world.Now;
}
