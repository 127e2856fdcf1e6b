using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Customers;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Everything the database knows about a batch of mails, asked once.</summary>
internal sealed class IntakeKnowledge
{
    /// <summary>How many merges and follow-ups are gone through from the ticket a mail names; a ring cannot hold anybody up.</summary>
    internal const int MaxSteps = 10;

    private readonly HashSet<(TicketId, string)> _participants;

    private IntakeKnowledge(
        List<MessageReference> references, List<(string Conversation, TicketId Ticket)> conversations, List<Ticket> tickets, HashSet<(TicketId, string)> participants)
    {
        References = references.ToLookup(reference => reference.Header);
        Conversations = conversations.ToLookup(row => row.Conversation, row => row.Ticket);
        TicketsById = tickets.ToDictionary(ticket => ticket.Id);
        TicketsByNumber = tickets.ToDictionary(ticket => ticket.Number);
        FollowUps = tickets.Where(ticket => ticket.FollowUpOfId is not null).ToLookup(ticket => ticket.FollowUpOfId!.Value);
        _participants = participants;
    }

    internal ILookup<string, MessageReference> References { get; }

    internal ILookup<string, TicketId> Conversations { get; }

    internal IReadOnlyDictionary<TicketId, Ticket> TicketsById { get; }

    internal IReadOnlyDictionary<long, Ticket> TicketsByNumber { get; }

    internal ILookup<TicketId, Ticket> FollowUps { get; }

    internal required KnownCustomers Customers { get; init; }

    internal required AutomaticAnswers Answers { get; init; }

    internal bool TookPart(TicketId ticket, string address) => _participants.Contains((ticket, address));

    /// <returns>True when the address is new to the ticket.</returns>
    internal bool AddParticipant(TicketId ticket, string address) => _participants.Add((ticket, address));

    internal static async Task<IntakeKnowledge> LoadAsync(
        TernDbContext db, MailboxForIntake mailbox, IReadOnlyList<UnderstoodMail> mails, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var headers = mails.SelectMany(mail => IdsIn(mail.Mail)).Distinct().ToArray();
        var references = headers.Length == 0
            ? []
            : await db.MessageReferences.AsNoTracking()
                .Where(reference => EF.Parameter(headers).Contains(reference.Header))
                .ToListAsync(cancellationToken);
        var conversations = await ConversationsAsync(db, mails, cancellationToken);
        var ids = references.Select(reference => reference.TicketId).Concat(conversations.Select(row => row.Ticket)).Distinct().ToArray();
        var numbers = mails.SelectMany(mail => TicketReference.FindAll(mail.Mail.Subject).Concat(mail.Mail.SignedTickets)).Distinct().ToArray();
        var tickets = await TicketsAsync(db, ids, numbers, cancellationToken);

        var found = tickets.Select(ticket => ticket.Id).ToArray();
        var participants = found.Length == 0
            ? []
            : await db.Participants.AsNoTracking()
                .Where(participant => EF.Parameter(found).Contains(participant.TicketId))
                .Select(participant => new { participant.TicketId, participant.AddressNormalized })
                .ToListAsync(cancellationToken);

        var customers = mails.Select(mail => mail.Mail.Customer).OfType<MailAddress>().ToList();
        return new IntakeKnowledge(references, conversations, tickets, [.. participants.Select(row => (row.TicketId, row.AddressNormalized))])
        {
            Customers = await KnownCustomers.LoadAsync(db, customers, cancellationToken),
            Answers = mailbox.Acknowledgement is null ? AutomaticAnswers.None : await AutomaticAnswers.LoadAsync(db, customers, found, now, cancellationToken),
        };
    }

    private static async Task<List<(string Conversation, TicketId Ticket)>> ConversationsAsync(TernDbContext db, IReadOnlyList<UnderstoodMail> mails, CancellationToken cancellationToken)
    {
        var asked = mails.Select(mail => mail.ConversationId).OfType<string>().Distinct().ToArray();
        if (asked.Length == 0)
        {
            return [];
        }

        var rows = await db.Messages.AsNoTracking()
            .Where(message => EF.Parameter(asked).Contains(message.ConversationId))
            .Select(message => new { message.ConversationId, message.TicketId })
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.ConversationId!, row.TicketId))];
    }

    /// <summary>The tickets that are named, and those they lead to: survivors of merges, and follow-ups of closed ones.</summary>
    private static async Task<List<Ticket>> TicketsAsync(TernDbContext db, TicketId[] ids, long[] numbers, CancellationToken cancellationToken)
    {
        var tickets = new List<Ticket>();
        var closed = Array.Empty<TicketId>();
        for (var steps = 0; steps < MaxSteps && ids.Length + numbers.Length + closed.Length > 0; steps++)
        {
            var (survivors, named, old) = (ids, numbers, closed); // a parameter must not change before the query has run
            var known = tickets.Select(ticket => ticket.Id).ToHashSet();
            var more = await db.Tickets.Include(ticket => ticket.Customer)
                .Where(ticket =>
                    EF.Parameter(survivors).Contains(ticket.Id)
                    || EF.Parameter(named).Contains(ticket.Number)
                    || (ticket.FollowUpOfId != null && EF.Parameter(old).Contains(ticket.FollowUpOfId.Value)))
                .ToListAsync(cancellationToken);
            more.RemoveAll(ticket => !known.Add(ticket.Id));
            tickets.AddRange(more);
            ids = [.. more.Select(ticket => ticket.MergedIntoId).OfType<TicketId>().Where(id => !known.Contains(id)).Distinct()];
            closed = [.. more.Where(ticket => ticket.Status == TicketStatus.Closed).Select(ticket => ticket.Id)];
            numbers = [];
        }

        return tickets;
    }

    private static IEnumerable<string> IdsIn(IncomingMail mail) =>
        mail.InReplyTo.Concat(mail.References).Append(mail.MessageId).Append(mail.ReturnedMessageId).OfType<string>();
}
