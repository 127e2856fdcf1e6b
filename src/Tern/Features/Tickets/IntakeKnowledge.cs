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

    private const int MaxConversationMessages = 200;
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

    /// <summary>The ids of mails that no person here wrote, of those that came back.</summary>
    internal required IReadOnlySet<string> OwnMachines { get; init; }

    /// <summary>The provider's ids of mails that leave or left from here, of those that lie among the sent ones.</summary>
    internal required IReadOnlySet<string> OwnDrafts { get; init; }

    internal required PassedOn PassedOn { get; init; }

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
        var numbers = mails.SelectMany(mail => TicketReference.FindAll(mail.Mail.Subject).Concat(mail.Mail.TicketTokens.Select(token => token.Ticket))).Distinct().ToArray();
        var tickets = await TicketsAsync(db, ids, numbers, cancellationToken);

        var found = tickets.Select(ticket => ticket.Id).ToArray();
        var addresses = mails.SelectMany(mail => AddressesIn(mail.Mail)).Distinct().ToArray();
        var participants = found.Length == 0
            ? []
            : await db.Participants.AsNoTracking()
                .Where(participant => EF.Parameter(found).Contains(participant.TicketId) && EF.Parameter(addresses).Contains(participant.AddressNormalized))
                .Select(participant => new { participant.TicketId, participant.AddressNormalized })
                .ToListAsync(cancellationToken);

        var customers = mails.Select(mail => mail.Mail.Customer).OfType<MailAddress>().ToList();
        var answered = mails.SelectMany(mail => new[] { mail.Mail.From, mail.Mail.Customer }).OfType<MailAddress>();
        return new IntakeKnowledge(references, conversations, tickets, [.. participants.Select(row => (row.TicketId, row.AddressNormalized))])
        {
            Customers = await KnownCustomers.LoadAsync(db, customers, cancellationToken),
            PassedOn = await PassedOn.LoadAsync(db, found, cancellationToken),
            OwnMachines = await OwnMachinesAsync(db, mails, references, cancellationToken),
            OwnDrafts = await OwnDraftsAsync(db, mailbox, mails, cancellationToken),
            Answers = mailbox.Acknowledgement is null ? AutomaticAnswers.None : await AutomaticAnswers.LoadAsync(db, answered, found, now, cancellationToken),
        };
    }

    private static async Task<IReadOnlySet<string>> OwnDraftsAsync(TernDbContext db, MailboxForIntake mailbox, IReadOnlyList<UnderstoodMail> mails, CancellationToken cancellationToken)
    {
        var sent = mails.Where(mail => mail.Origin == MailOrigin.Sent).Select(mail => mail.ProviderId).OfType<string>().ToArray();
        return sent.Length == 0
            ? new HashSet<string>()
            : await db.Outbox.Where(item => item.MailboxId == mailbox.Id && EF.Parameter(sent).Contains(item.DraftId)).Select(item => item.DraftId!).ToHashSetAsync(cancellationToken);
    }

    private static async Task<List<(string Conversation, TicketId Ticket)>> ConversationsAsync(TernDbContext db, IReadOnlyList<UnderstoodMail> mails, CancellationToken cancellationToken)
    {
        var asked = mails.Select(mail => mail.AnsweredConversation).OfType<string>().Distinct().ToArray();
        if (asked.Length == 0)
        {
            return [];
        }

        var rows = await db.Messages.AsNoTracking()
            .Where(message => EF.Parameter(asked).Contains(message.ConversationId))
            .OrderByDescending(message => message.CreatedAt)
            .Select(message => new { message.ConversationId, message.TicketId })
            .Take(MaxConversationMessages)
            .ToListAsync(cancellationToken);
        return [.. rows.Distinct().Select(row => (row.ConversationId!, row.TicketId))];
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

    private static async Task<IReadOnlySet<string>> OwnMachinesAsync(
        TernDbContext db, IReadOnlyList<UnderstoodMail> mails, List<MessageReference> references, CancellationToken cancellationToken)
    {
        var returned = mails.Select(mail => mail.Mail.ReturnedMessageId).OfType<string>().ToHashSet();
        var ours = references.Where(reference => reference.IsOurs && returned.Contains(reference.Header)).ToList();
        if (ours.Count == 0)
        {
            return new HashSet<string>();
        }

        var messages = ours.Select(reference => reference.MessageId).Distinct().ToArray();
        var machines = await db.AutomaticAnswers
            .Where(answer => EF.Parameter(messages).Contains(answer.MessageId))
            .Select(answer => answer.MessageId)
            .ToHashSetAsync(cancellationToken);
        return ours.Where(reference => machines.Contains(reference.MessageId)).Select(reference => reference.Header).ToHashSet();
    }

    private static IEnumerable<string> AddressesIn(IncomingMail mail) =>
        new[] { mail.From, mail.Customer }.OfType<MailAddress>().Concat(mail.To).Concat(mail.Cc).Select(address => address.Normalized);

    private static IEnumerable<string> IdsIn(IncomingMail mail) =>
        mail.InReplyTo.Concat(mail.References).Append(mail.MessageId).Append(mail.ReturnedMessageId).OfType<string>();
}
