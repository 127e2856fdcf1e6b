using System.Collections.Concurrent;
using System.Threading.Channels;
using Tern.MailEngine;
using Tern.MailEngine.Push;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes;

/// <summary>Takes what Microsoft tells, in memory alone, and rings. What is lost with the process is found by the clock.</summary>
internal sealed class Notifications(ClientStates states, MailboxHost host, TimeProvider time)
{
    private const int UnknownAtMost = 1000;
    private readonly ConcurrentDictionary<MailboxId, DateTimeOffset> _told = [];

    /// <summary>Told by nobody this process knows: another one may have made the subscription a moment ago.</summary>
    private readonly Channel<Notification> _unknown = Channel.CreateBounded<Notification>(new BoundedChannelOptions(UnknownAtMost) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChannelReader<Notification> Unknown => _unknown.Reader;

    /// <summary>When something was last told of a mailbox, since this server started.</summary>
    internal DateTimeOffset? LastTold(MailboxId mailbox) => _told.TryGetValue(mailbox, out var at) ? at : null;

    internal void Take(Notification notification)
    {
        if (!TryPass(notification) && ClientStates.HasForm(notification.ClientState))
        {
            _unknown.Writer.TryWrite(notification);
        }
    }

    /// <returns>False when its secret is nobody's.</returns>
    internal bool TryPass(Notification notification)
    {
        if (states.Find(notification.ClientState) is not { } mailbox)
        {
            return false;
        }

        _told[mailbox] = time.GetUtcNow();
        if (notification.Lifecycle is { } what)
        {
            host.Tell(mailbox, what);
        }
        else
        {
            host.RingForMail(mailbox);
        }

        return true;
    }
}

/// <summary>One entry of what Microsoft tells.</summary>
/// <param name="ClientState">The secret that proves it.</param>
/// <param name="Lifecycle">What becomes of the subscription; null for a change in the mailbox.</param>
internal sealed record Notification(string ClientState, LifecycleEvent? Lifecycle);
