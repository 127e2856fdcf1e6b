using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.State;

/// <summary>Lets everything happen whose time has come. Called before each request, so that no timer is needed.</summary>
internal static class PendingEffects
{
    internal static void RunDue(World world)
    {
        var pending = world.State.Pending;
        if (pending.Count == 0)
        {
            return;
        }

        var now = world.Now;
        if (!pending.Exists(e => e.Due <= now))
        {
            return;
        }

        var due = pending.Where(e => e.Due <= now).OrderBy(e => e.Due).ThenBy(e => e.Order).ToList();
        var begun = 0;
        pending.RemoveAll(e => e.Due <= now);
        try
        {
            for (; begun < due.Count; world.Version++)
            {
                Run(world, due[begun++]);
            }
        }
        finally
        {
            // One that fails keeps no other from happening.
            pending.InsertRange(0, due[begun..]);
        }
    }

    private static void Run(World world, PendingEffect effect)
    {
        if (effect.Kind == EffectKind.Deliver)
        {
            Delivery.To(world, Draws(world, effect), effect.Address!, effect.From!, effect.Raw!);
            return;
        }

        if (effect.Kind == EffectKind.Return)
        {
            NonDeliveryReport.Return(world, Draws(world, effect), effect.From!, effect.Address!.Split(','), effect.Diagnostic!, effect.Raw!);
            return;
        }

        // The mailbox or the message may have been deleted meanwhile by command or by another client.
        if (!world.State.Mailboxes.TryGetValue(effect.UserId!, out var mailbox)
            || !mailbox.Messages.TryGetValue(effect.Message, out var message))
        {
            return;
        }

        switch (effect.Kind)
        {
            case EffectKind.LeaveDrafts:
                mailbox.Move(message, mailbox.Folder("outbox"), world.Now);
                message.IsHidden = effect.HidesItem;
                break;
            case EffectKind.ShowInSentItems:
                message.IsDraft = false;
                message.IsRead = true;
                message.IsHidden = false;
                message.Sent = message.Received = effect.Due;
                mailbox.Move(message, mailbox.Folder("sentitems"), world.Now);
                break;
            default:
                mailbox.Purge(message, world.Now);
                break;
        }
    }

    // When an effect happens depends on when somebody looks, so that it must not draw from what requests draw from.
    private static SeededSequence Draws(World world, PendingEffect effect) => world.Sequence($"effect {effect.Order}");
}
