using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>Makes the rows of a reply, and what it does to the ticket.</summary>
internal static class ReplyWriting
{
    /// <summary>An answer to whoever wrote last, from the ticket's mailbox.</summary>
    /// <param name="ticket">With its customer.</param>
    /// <param name="answered">The last message of the customer.</param>
    /// <param name="agent">Who answers.</param>
    /// <param name="text">The words.</param>
    /// <returns>Null where nobody can be answered, or no mailbox could do it.</returns>
    internal static OutgoingLetter? Begin(Ticket ticket, Message? answered, AgentCard agent, string text) =>
        AnswerTo(ticket, answered) is { } to && ticket is { MailboxId: { } mailbox, MailboxAddress: { } from }
            ? Letter(ticket, answered, new MailRecipients([to], [], []), mailbox, from, agent, text)
            : null;

    internal static OutgoingLetter Letter(
        Ticket ticket, Message? answered, MailRecipients recipients, MailboxId mailbox, string from, AgentCard agent, string text) => new()
        {
            Ticket = ticket,
            Kind = MessageKind.Reply,
            Mailbox = mailbox,
            FromAddress = from,
            Recipients = recipients,
            Subject = TicketReference.InSubject(ticket.Number, $"Re: {TicketReference.Bare(ticket.Subject)}"),
            Text = text,
            Answered = answered,
            Agent = agent,
        };

    /// <summary>Who is answered: where the last message wants its answers, else the customer.</summary>
    internal static MailAddress? AnswerTo(Ticket ticket, Message? answered) =>
        (answered?.AnswerTo ?? ticket.Customer?.Address) is { } address ? new MailAddress(address, NameOf(ticket, address)) : null;

    /// <summary>Writes the letter into its ticket.</summary>
    internal static OutboxItem Write(TernDbContext db, OutgoingLetter letter, ReplyTokens tokens, TicketStatus? next, DateTimeOffset now)
    {
        var ticket = letter.Ticket;
        var (message, outbox) = letter.Write(db, tokens, now);
        ticket.Answer(message);
        db.TicketEvents.Add(TicketEvent.Replied(ticket, message));
        var before = ticket.Status;
        if (ticket.ChangeStatus(next ?? (before == TicketStatus.New ? TicketStatus.Open : before), now))
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(ticket, before, letter.Agent.Id, now));
        }

        return outbox;
    }

    private static string? NameOf(Ticket ticket, string address) =>
        ticket.Customer is { } customer && RecipientRules.Same(customer.Address, address) ? customer.Name : null;
}
