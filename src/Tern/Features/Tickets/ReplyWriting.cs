using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>Makes the rows of a reply. The Message-ID is assigned here, long before the first attempt to send.</summary>
internal sealed class ReplyWriting
{
    private readonly Ticket _ticket;
    private readonly Message? _answered;
    private readonly MailAddress _to;
    private readonly IReadOnlyList<MailAddress> _cc;
    private readonly AgentCard _agent;
    private readonly DateTimeOffset _now;
    private readonly MessageId _messageId;

    private ReplyWriting(
        Ticket ticket, MailboxId mailbox, Message? answered, MailAddress to, IReadOnlyList<MailAddress> cc, AgentCard agent, ReplyTokens tokens, DateTimeOffset now)
    {
        (_ticket, _answered, _to, _cc, _agent, _now) = (ticket, answered, to, cc, agent, now);
        _messageId = new MessageId(Guid.CreateVersion7(now));
        var key = new OutboxKey(Guid.CreateVersion7(now));
        var domain = ticket.MailboxAddress!.Split('@')[^1];
        Outbox = new OutboxItem
        {
            Key = key,
            MailboxId = mailbox,
            MessageId = _messageId,
            TicketId = ticket.Id,
            TicketNumber = ticket.Number,
            MessageIdHeader = tokens.MessageId(domain, key.Value.ToString("N"), ticket.Number, ticket.Id.Value),
            NextAttemptAt = now,
            CreatedAt = now,
        };
    }

    internal OutboxItem Outbox { get; }

    /// <param name="ticket">With its customer.</param>
    /// <param name="answered">The last message of the customer.</param>
    /// <param name="cc">Who else gets it.</param>
    /// <param name="agent">Who answers.</param>
    /// <param name="tokens">Sign its Message-ID.</param>
    /// <param name="now">The time.</param>
    /// <param name="sender">The mailbox it leaves from; null takes the ticket's.</param>
    /// <returns>Null where nobody can be answered, or no mailbox could do it.</returns>
    internal static ReplyWriting? Begin(
        Ticket ticket, Message? answered, IEnumerable<string> cc, AgentCard agent, ReplyTokens tokens, DateTimeOffset now, MailboxId? sender = null)
    {
        if (AnswerTo(ticket, answered) is not { } to || (sender ?? ticket.MailboxId) is not { } mailbox || ticket.MailboxAddress is null)
        {
            return null;
        }

        return new ReplyWriting(
            ticket, mailbox, answered, new MailAddress(to, NameOf(ticket, to)), [.. cc.Select(address => new MailAddress(address, null))], agent, tokens, now);
    }

    internal static string? AnswerTo(Ticket ticket, Message? answered) => answered?.AnswerTo ?? ticket.Customer?.Address;

    internal void Write(TernDbContext db, string text, IReadOnlyList<StoredFile> files, TicketStatus? next)
    {
        var message = new Message
        {
            Id = _messageId,
            TicketId = _ticket.Id,
            Kind = MessageKind.Reply,
            AuthorId = _agent.Id,
            FromName = _agent.Name,
            FromAddress = _ticket.MailboxAddress!,
            To = [_to],
            Cc = _cc,
            Subject = TicketReference.InSubject(_ticket.Number, $"Re: {TicketReference.Bare(_ticket.Subject)}"),
            MessageIdHeader = Outbox.MessageIdHeader,
            InReplyTo = _answered?.MessageIdHeader,
            References = _answered?.References ?? "",
            VisibleText = text.ReplaceLineEndings("\n").Trim(),
            MailboxId = Outbox.MailboxId,
            At = _now,
            CreatedAt = _now,
            HasFiles = files.Count > 0,
        };
        db.Messages.Add(message);
        db.Attachments.AddRange(files.Select(file => file.For(message.Id, _now)));
        db.MessageReferences.Add(new MessageReference { Header = Outbox.MessageIdHeader, MessageId = message.Id, TicketId = _ticket.Id, IsOurs = true });
        db.Outbox.Add(Outbox);
        _ticket.Answer(message);
        db.TicketEvents.Add(TicketEvent.Replied(_ticket, message));
        var before = _ticket.Status;
        if (_ticket.ChangeStatus(next ?? (before == TicketStatus.New ? TicketStatus.Open : before), _now))
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(_ticket, before, _agent.Id, _now));
        }
    }

    private static string? NameOf(Ticket ticket, string address) =>
        ticket.Customer is { } customer && RecipientRules.Same(customer.Address, address) ? customer.Name : null;
}
