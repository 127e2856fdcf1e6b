using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Puts mail where it is addressed to: into a mailbox of a tenant, or outside. What cannot be taken goes back.</summary>
internal static class Delivery
{
    /// <summary>Delivers to one address. The bytes are stored exactly as they come.</summary>
    /// <param name="world">The world.</param>
    /// <param name="draws">What an answer to the mail draws its ids from.</param>
    /// <param name="address">To whom.</param>
    /// <param name="from">The envelope sender.</param>
    /// <param name="raw">The mail.</param>
    internal static void To(World world, SeededSequence draws, string address, string from, byte[] raw)
    {
        var directory = world.State.Directory();
        if (directory.FindRecipient(address) is { } user && world.MailboxOf(user) is { } mailbox && user.MailboxState != MailboxState.OnPremises)
        {
            if (Refusal(world, user, mailbox, raw) is { } diagnostic)
            {
                NonDeliveryReport.Return(world, draws, from, [address], diagnostic, raw);
                return;
            }

            Into(world, mailbox, mailbox.Folder("inbox"), raw);
        }
        else if (directory.FindRecipient(address) is null && directory.FindTenant(address[(address.LastIndexOf('@') + 1)..]) is not null)
        {
            NonDeliveryReport.Return(world, draws, from, [address], NotFound(address), raw);
        }
        else if (world.State.Bouncing.TryGetValue(address.ToLowerInvariant(), out var says))
        {
            NonDeliveryReport.Return(world, draws, from, [address], says, raw);
        }
        else
        {
            Leave(world, draws, address, from, raw);
        }
    }

    /// <summary>Leaves the simulated organisations.</summary>
    internal static void Leave(World world, SeededSequence draws, string address, string from, byte[] raw)
    {
        var key = address.ToLowerInvariant();
        if (!world.State.Customers.TryGetValue(key, out var inbox))
        {
            world.State.Customers.Add(key, inbox = []);
        }

        var mail = new CustomerMail(inbox.Count + 1, key, from, world.Now, raw);
        inbox.Add(mail);
        Outside.AnswerWhileAway(world, draws, mail);
    }

    internal static StoredMessage Into(World world, Mailbox mailbox, MailFolder folder, byte[] raw, DateTimeOffset? received = null) =>
        mailbox.Store(Message(world, mailbox, raw, received), folder, received ?? world.Now);

    /// <summary>A message for this mailbox that does not lie in it yet.</summary>
    internal static StoredMessage Message(World world, Mailbox mailbox, byte[] raw, DateTimeOffset? received = null)
    {
        var now = received ?? world.Now;
        var message = new StoredMessage { RawBytes = raw, Received = now, Created = now };
        message.Sent = message.Facts.Date?.ToUniversalTime() ?? now;
        message.Importance = message.Facts.Importance;
        message.ConversationId = Conversation.Of(world, mailbox, message);
        return message;
    }

    private static string? Refusal(World world, User user, Mailbox mailbox, byte[] raw) => user.MailboxState switch
    {
        MailboxState.SoftDeleted or MailboxState.Inactive => NotFound(user.Mail),
        _ when raw.Length > world.Settings.LargestReceived => "552 5.3.4 Message size exceeds fixed maximum message size",
        _ when !mailbox.HasRoomFor(raw.Length) => "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded",
        _ => null,
    };

    private static string NotFound(string address) => $"550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {address} not found by SMTP address lookup";
}
