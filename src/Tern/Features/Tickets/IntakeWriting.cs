using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Turns a plan into entities.</summary>
internal sealed class IntakeWriting(TernDbContext db, MailboxForIntake mailbox, IntakeKnowledge knowledge, DateTimeOffset now)
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
            thread.Ticket ??= NewTicket(mails[i].Mail, firstNumber++);
            var message = Add(thread.Ticket, mails[i], isNew);
            outcomes.Add(new IntakeOutcome.Ingested(thread.Ticket.Number, message.Id, isNew));
        }

        return outcomes;
    }

    private static string? MessageIdOf(IncomingMail mail) => mail.MessageId is { } id ? $"Message-ID: <{id}>" : null;

    private Ticket NewTicket(IncomingMail mail, long number)
    {
        var ticket = Ticket.Open(
            new TicketId(Guid.CreateVersion7(now)),
            number,
            mail.Subject,
            mail.Customer is { } customer ? knowledge.Customers.FindOrAdd(customer, now) : null,
            mailbox.Id,
            mailbox.Address,
            now);
        db.Tickets.Add(ticket);
        return ticket;
    }

    private Message Add(Ticket ticket, UnderstoodMail understood, bool isNew)
    {
        var message = NewMessage(ticket.Id, understood);
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

        AddParticipants(ticket.Id, understood.Mail);
        var before = ticket.Status;
        var woke = ticket.Receive(message);
        db.TicketEvents.Add(isNew ? TicketEvent.Created(ticket, message) : TicketEvent.Received(ticket, message));
        if (woke)
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(ticket, before, by: null, now));
        }

        return message;
    }

    private Message NewMessage(TicketId ticket, UnderstoodMail understood)
    {
        var mail = understood.Mail;
        return new Message
        {
            Id = new MessageId(Guid.CreateVersion7(now)),
            TicketId = ticket,
            Kind = MessageKind.Incoming,
            FromName = (mail.From ?? mail.Customer)?.NameOrLocalPart ?? "",
            FromAddress = (mail.From ?? mail.Customer)?.Address ?? "",
            AnswerTo = mail.Customer?.Address,
            To = mail.To,
            Cc = mail.Cc,
            Subject = mail.Subject,
            MessageIdHeader = mail.MessageId,
            InReplyTo = mail.InReplyTo.Count > 0 ? mail.InReplyTo[0] : null,
            References = string.Join(' ', mail.References),
            VisibleText = mail.VisibleText,
            FullText = mail.Text.AsSpan().Trim().SequenceEqual(mail.VisibleText.AsSpan().Trim()) ? null : mail.Text,
            Html = mail.Html,
            Raw = understood.Raw,
            Fingerprint = understood.Fingerprint,
            Automatic = mail.Automatic,
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
            if (normalized != _ourAddress && knowledge.AddParticipant(ticket, normalized))
            {
                db.Participants.Add(new Participant { TicketId = ticket, AddressNormalized = normalized });
            }
        }
    }
}
