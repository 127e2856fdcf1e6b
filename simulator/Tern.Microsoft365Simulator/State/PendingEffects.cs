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
        foreach (var effect in pending.Where(e => e.Due <= now).OrderBy(e => e.Due).ThenBy(e => e.Order).ToList())
        {
            pending.Remove(effect);
            world.Version++;
            Run(world, effect);
        }
    }

    private static void Run(World world, PendingEffect effect)
    {
        if (effect.Kind == EffectKind.Deliver)
        {
            Delivery.To(world, effect.Address!, effect.From!, effect.Raw!);
            return;
        }

        if (effect.Kind == EffectKind.Return)
        {
            NonDeliveryReport.Return(world, effect.From!, effect.Address!.Split(','), effect.Diagnostic!, effect.Raw!);
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
}
