using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Says by itself that a mail has arrived, where the mailbox wants it and nothing speaks against it.</summary>
internal sealed class AcknowledgementWriting(
    TernDbContext db, MailboxForIntake mailbox, Acknowledgement acknowledgement, AutomaticAnswers answers, ReplyTokens tokens, DateTimeOffset now)
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromHours(24);

    /// <param name="ticket">Which the mail has opened or reopened.</param>
    /// <param name="understood">The mail.</param>
    /// <param name="incoming">As it stands in the ticket.</param>
    internal void Write(Ticket ticket, UnderstoodMail understood, Message incoming)
    {
        if (!MayAnswer(understood) || Recipient(understood.Mail) is not { } customer)
        {
            return;
        }

        var concerned = new HashSet<string> { customer.Normalized, understood.Mail.From!.Normalized };
        if (!answers.TryTake(concerned, ticket.Id))
        {
            return;
        }

        var key = new OutboxKey(Guid.CreateVersion7(now));
        var message = new Message
        {
            Id = new MessageId(Guid.CreateVersion7(now)),
            TicketId = ticket.Id,
            Kind = MessageKind.Reply,
            Automatic = AutomaticKind.AutoReply,
            FromName = mailbox.Name,
            FromAddress = mailbox.Address,
            To = [customer],
            Subject = MailSubject.AutomaticAnswer(TicketReference.InSubject(ticket.Number, ticket.Subject)),
            MessageIdHeader = tokens.MessageId(mailbox.Address.Split('@')[^1], key.Value.ToString("N"), ticket.Number, ticket.Id.Value),
            InReplyTo = incoming.MessageIdHeader,
            References = incoming.References,
            VisibleText = TextTemplate.Fill(acknowledgement.Text, new TemplateFacts(ticket.Number, TicketReference.Bare(ticket.Subject), customer, new MailAddress(mailbox.Address, mailbox.Name))),
            MailboxId = mailbox.Id,
            At = now,
            CreatedAt = now,
        };
        db.Messages.Add(message);
        db.MessageReferences.Add(new MessageReference { Header = message.MessageIdHeader, MessageId = message.Id, TicketId = ticket.Id, IsOurs = true });
        db.Outbox.Add(new OutboxItem
        {
            Key = key,
            MailboxId = mailbox.Id,
            MessageId = message.Id,
            TicketId = ticket.Id,
            TicketNumber = ticket.Number,
            MessageIdHeader = message.MessageIdHeader,
            IsAutomatic = true,
            NextAttemptAt = now,
            CreatedAt = now,
        });
        db.AutomaticAnswers.AddRange(concerned.Select(address => new AutomaticAnswer { MessageId = message.Id, AddressNormalized = address, TicketId = ticket.Id, At = now }));
        ticket.Acknowledge(message);
        db.TicketEvents.Add(TicketEvent.Acknowledged(ticket, message));
    }

    private bool MayAnswer(UnderstoodMail understood) =>
        understood.Mail.MayAutoReply
        && understood.ReceivedAt >= acknowledgement.Since
        && understood.Agent is null
        && !understood.IsFromUs

        // What is read again after a restore, or after an outage of days, was answered or is no news any more.
        && understood.IsDated && understood.ReceivedAt > now - Fresh

        // Who did not write it must not get our answer to it (backscatter).
        && !understood.IsForged;

    /// <summary>
    /// The author, or where he wants answers within his own domain. Anybody else would get from us what a stranger sends (RFC 3834 §4 answers the return path for
    /// this reason, which no mailbox of Exchange keeps).
    /// </summary>
    private MailAddress? Recipient(IncomingMail mail) =>
        mail is { From: { } from, Customer: { } customer }
        && IsMailable(from) && IsMailable(customer) && SharesDomain(from, customer)
        && !RecipientRules.Same(customer.Address, mailbox.Address)
            ? customer
            : null;

    private static bool IsMailable(MailAddress address) => address.Normalized.IndexOf('@', StringComparison.Ordinal) > 0 && System.Text.Ascii.IsValid(address.Address);

    private static bool SharesDomain(MailAddress one, MailAddress other)
    {
        var (a, b) = (one.Normalized.Split('@')[^1], other.Normalized.Split('@')[^1]);
        return a == b || a.EndsWith('.' + b, StringComparison.Ordinal) || b.EndsWith('.' + a, StringComparison.Ordinal);
    }
}
