using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Says by itself that a mail has arrived, where the mailbox wants it and nothing speaks against it.</summary>
internal sealed class AcknowledgementWriting(
    TernDbContext db, MailboxForIntake mailbox, Acknowledgement acknowledgement, AutomaticAnswers answers, ReplyTokens tokens, DateTimeOffset now)
{
    /// <param name="ticket">Which the mail has opened or reopened.</param>
    /// <param name="understood">The mail.</param>
    /// <param name="incoming">As it stands in the ticket.</param>
    internal void Write(Ticket ticket, UnderstoodMail understood, Message incoming)
    {
        if (!MayAnswer(understood) || understood.Mail.Customer is not { } customer || !answers.TryTake(customer.Normalized, ticket.Id))
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
            MessageIdHeader = tokens.MessageId(mailbox.Address.Split('@')[^1], key.Value.ToString("N"), ticket.Number),
            InReplyTo = incoming.MessageIdHeader,
            References = incoming.References,
            VisibleText = TextTemplate.Fill(acknowledgement.Text, new TemplateFacts(ticket.Number, ticket.Subject, customer, new MailAddress(mailbox.Address, mailbox.Name))),
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
            NextAttemptAt = now,
            CreatedAt = now,
        });
        db.AutomaticAnswers.Add(new AutomaticAnswer { MessageId = message.Id, TicketId = ticket.Id, AddressNormalized = customer.Normalized, At = now });
        ticket.Acknowledge(message);
        db.TicketEvents.Add(TicketEvent.Acknowledged(ticket, message));
    }

    private bool MayAnswer(UnderstoodMail understood) =>
        understood.Mail.MayAutoReply
        && understood.ReceivedAt >= acknowledgement.Since
        && understood.Agent is null
        && !understood.IsSenderDoubtful
        && !understood.IsFromUs

        // Who did not write it must not get our answer to it (backscatter).
        && understood.Mail.Authentication?.Dmarc is not "fail";
}
