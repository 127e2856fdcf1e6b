using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Turns a plan into entities.</summary>
internal sealed class IntakeWriting(
    TernDbContext db, MailboxForIntake mailbox, IntakeKnowledge knowledge, AcknowledgementWriting? acknowledging, DateTimeOffset now)
{
    private const int MaxParticipants = 50;
    private readonly string _ourAddress = mailbox.Address.Trim().ToLowerInvariant();

    internal IReadOnlyList<IntakeOutcome> Write(IReadOnlyList<UnderstoodMail> mails, IntakePlan plan, long firstNumber)
    {
        var outcomes = new List<IntakeOutcome>(mails.Count);
        for (var i = 0; i < mails.Count; i++)
        {
            var decision = plan.Decisions[i];
            if (decision.Ignored is { } reason)
            {
                outcomes.Add(new IntakeOutcome.Ignored(reason, decision.Thread?.Ticket?.Number, MessageIdOf(mails[i].Mail)));
                continue;
            }

            var thread = decision.Thread!;
            var isNew = thread.Ticket is null;
            var isJunk = mails[i].Origin == MailOrigin.Junk;
            var ticket = thread.Ticket ??= NewTicket(mails[i].Mail, firstNumber++, thread.FollowUpOf);
            var wasClosed = ticket.Status == TicketStatus.Closed;
            var message = Add(ticket, mails[i], isNew, decision.IsProven);
            if (isNew && isJunk)
            {
                PutAside(ticket);
            }

            if (!isJunk && (isNew || (wasClosed && ticket.Status == TicketStatus.Open)) && !IsOurId(mails[i].Mail))
            {
                acknowledging?.Write(ticket, mails[i], message);
            }

            outcomes.Add(new IntakeOutcome.Ingested(ticket.Number, message.Id, isNew));
        }

        return outcomes;
    }

    /// <summary>What the provider takes for spam waits where nobody is disturbed by it.</summary>
    private void PutAside(Ticket ticket)
    {
        var before = ticket.Status;
        if (ticket.ChangeStatus(TicketStatus.Spam, now))
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(ticket, before, null, now));
        }
    }

    /// <summary>Made here: whatever it says, it is no question to us.</summary>
    private bool IsOurId(IncomingMail mail) => mail.MessageId is { } id && knowledge.References[id].Any(known => known.IsOurs);

    private static string? MessageIdOf(IncomingMail mail) => mail.MessageId is { } id ? $"Message-ID: <{id}>" : null;

    private Ticket NewTicket(IncomingMail mail, long number, Ticket? followUpOf)
    {
        var ticket = Ticket.Open(
            new TicketId(Guid.CreateVersion7(now)),
            number,
            followUpOf is null ? mail.Subject : TicketReference.Bare(mail.Subject), // the old number is no part of the new ticket's name
            mail.Customer is { } customer ? knowledge.Customers.FindOrAdd(customer, now) : null,
            mailbox.Id,
            mailbox.Address,
            now,
            followUpOf?.Id);
        db.Tickets.Add(ticket);
        return ticket;
    }

    private Message Add(Ticket ticket, UnderstoodMail understood, bool isNew, bool isProven)
    {
        var kind = isNew ? MessageKind.Incoming : KindFor(ticket, understood);
        var isOfThirdParty = kind == MessageKind.Incoming && !isNew && knowledge.PassedOn.IsOfThirdParty(ticket, understood.Mail, knowledge.References);
        var message = NewMessage(ticket.Id, kind, understood, isProven, isNew, isOfThirdParty);
        db.Messages.Add(message);
        foreach (var file in understood.Files)
        {
            db.Attachments.Add(file.For(message.Id, now));
        }

        if (message.MessageIdHeader is { } header)
        {
            db.MessageReferences.Add(new MessageReference
            {
                Header = header,
                MessageId = message.Id,
                TicketId = ticket.Id,
                IsOurs = false,
                Fingerprint = understood.Fingerprint,
            });
        }

        if (isProven)
        {
            AddParticipants(ticket.Id, understood.Mail);
        }

        var before = ticket.Status;
        db.TicketEvents.Add(TakeIn(ticket, message, isNew, isOfMachine: understood.Mail.ReturnedMessageId is { } returned && knowledge.OwnMachines.Contains(returned)));
        if (ticket.Status != before)
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(ticket, before, message.AuthorId, now));
        }

        return message;
    }

    private static TicketEvent TakeIn(Ticket ticket, Message message, bool isNew, bool isOfMachine)
    {
        switch (message.Kind)
        {
            case MessageKind.Reply:
                ticket.Answer(message);
                ticket.ChangeStatus(ticket.Status == TicketStatus.New ? TicketStatus.Open : ticket.Status, message.CreatedAt);
                return TicketEvent.Replied(ticket, message);
            case MessageKind.Note:
                ticket.AddNote(message);
                return TicketEvent.Noted(ticket, message);
            default:
                ticket.Receive(message, wakes: !isOfMachine);
                return isNew ? TicketEvent.Created(ticket, message) : TicketEvent.Received(ticket, message);
        }
    }

    /// <summary>An agent's mail is an answer where the customer got it too, and otherwise for colleagues; who asked for himself is the customer.</summary>
    private static MessageKind KindFor(Ticket ticket, UnderstoodMail understood)
    {
        if (understood.Origin == MailOrigin.Sent)
        {
            return MessageKind.Reply;
        }

        if (understood.Agent is null || ticket.Customer is not { } customer || RecipientRules.Same(customer.Address, understood.Mail.From?.Address))
        {
            return MessageKind.Incoming;
        }

        return understood.Mail.To.Concat(understood.Mail.Cc).Any(to => RecipientRules.Same(to.Address, customer.Address)) ? MessageKind.Reply : MessageKind.Note;
    }

    private Message NewMessage(TicketId ticket, MessageKind kind, UnderstoodMail understood, bool isProven, bool isNew, bool isOfThirdParty)
    {
        var mail = understood.Mail;

        // Of what is passed on to us, the mail passed on is the matter, and nothing to be folded.
        var visible = isNew && mail.Forwarded.Any(forwarded => !forwarded.IsAttached) ? mail.Text : mail.VisibleText;
        return new Message
        {
            Id = new MessageId(Guid.CreateVersion7(now)),
            TicketId = ticket,
            Kind = kind,
            AuthorId = understood.Agent,
            IsOfThirdParty = isOfThirdParty,
            IsSenderDoubtful = understood.IsSenderDoubtful,
            ConversationId = understood.ConversationId,
            FromName = (mail.From ?? mail.Customer)?.NameOrLocalPart ?? "",
            FromAddress = (mail.From ?? mail.Customer)?.Address ?? "",
            IsWrittenInMailbox = understood.Origin == MailOrigin.Sent,
            AnswerTo = understood.Origin == MailOrigin.Sent ? null : (isProven ? mail.Customer : mail.From)?.Address,
            To = mail.To,
            Cc = mail.Cc,
            Subject = mail.Subject,
            MessageIdHeader = mail.MessageId,
            InReplyTo = mail.InReplyTo.Count > 0 ? mail.InReplyTo[0] : null,
            References = string.Join(' ', mail.References),
            VisibleText = visible,
            FullText = mail.Text.AsSpan().Trim().SequenceEqual(visible.AsSpan().Trim()) ? null : mail.Text,
            Html = mail.Html,
            Raw = understood.Raw,
            Fingerprint = understood.Fingerprint,
            Automatic = mail.Automatic,
            Invitation = mail.Invitation,
            TrackingPixels = mail.TrackingPixels.Count,
            IsSigned = mail.IsSigned,
            IsEncrypted = mail.IsEncrypted,
            MailboxId = mailbox.Id,
            ProviderId = understood.ProviderId,
            At = understood.ReceivedAt,
            CreatedAt = now,
            HasFiles = understood.Files.Any(file => !file.IsInline),
        };
    }

    private void AddParticipants(TicketId ticket, IncomingMail mail)
    {
        var addresses = new[] { mail.Customer, mail.From }.OfType<MailAddress>().Concat(mail.To).Concat(mail.Cc).Take(MaxParticipants);
        foreach (var address in addresses)
        {
            var normalized = address.Normalized;
            if (ReplyTokens.WithoutTicket(normalized) != _ourAddress && knowledge.AddParticipant(ticket, normalized))
            {
                db.Participants.Add(new Participant { TicketId = ticket, AddressNormalized = normalized });
            }
        }
    }
}
