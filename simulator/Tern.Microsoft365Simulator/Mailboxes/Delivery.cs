using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Puts mail where it is addressed to: into a mailbox of a tenant, or outside.</summary>
internal static class Delivery
{
    /// <summary>Delivers to one address. The bytes are stored exactly as they come.</summary>
    internal static void To(World world, string address, string from, byte[] raw)
    {
        if (world.State.Directory().FindByAddress(address) is { } user && world.MailboxOf(user) is { } mailbox)
        {
            Into(world, mailbox, mailbox.Folder("inbox"), raw);
            return;
        }

        var key = address.ToLowerInvariant();
        if (!world.State.Customers.TryGetValue(key, out var inbox))
        {
            world.State.Customers.Add(key, inbox = []);
        }

        var mail = new CustomerMail(inbox.Count + 1, key, from, world.Now, raw);
        inbox.Add(mail);
        Outside.AnswerWhileAway(world, mail);
    }

    internal static StoredMessage Into(World world, Mailbox mailbox, MailFolder folder, byte[] raw, DateTimeOffset? received = null)
    {
        var now = received ?? world.Now;
        var message = new StoredMessage { RawBytes = raw, Received = now, Created = now };
        message.Sent = message.Facts.Date?.ToUniversalTime() ?? now;
        message.Importance = message.Facts.Importance;
        message.ConversationId = Conversation.Of(world, mailbox, message);
        return mailbox.Store(message, folder, now);
    }
}
