using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Customers;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Everything the database knows about a batch of mails, asked once.</summary>
internal sealed class IntakeKnowledge
{
    private readonly Dictionary<(TicketId, string), bool> _participants;

    private IntakeKnowledge(
        ILookup<string, MessageReference> references,
        List<Ticket> tickets,
        Dictionary<(TicketId, string), bool> participants,
        KnownCustomers customers)
    {
        References = references;
        TicketsById = tickets.ToDictionary(ticket => ticket.Id);
        TicketsByNumber = tickets.ToDictionary(ticket => ticket.Number);
        _participants = participants;
        Customers = customers;
    }

    internal ILookup<string, MessageReference> References { get; }

    internal IReadOnlyDictionary<TicketId, Ticket> TicketsById { get; }

    internal IReadOnlyDictionary<long, Ticket> TicketsByNumber { get; }

    internal KnownCustomers Customers { get; }

    internal bool TookPart(TicketId ticket, string address) => _participants.ContainsKey((ticket, address));

    /// <returns>True when the address is new to the ticket.</returns>
    internal bool AddParticipant(TicketId ticket, string address) => _participants.TryAdd((ticket, address), true);

    internal static async Task<IntakeKnowledge> LoadAsync(TernDbContext db, IReadOnlyList<UnderstoodMail> mails, CancellationToken cancellationToken)
    {
        var headers = mails.SelectMany(mail => IdsIn(mail.Mail)).Distinct().ToArray();
        var references = headers.Length == 0
            ? []
            : await db.MessageReferences.AsNoTracking()
                .Where(reference => EF.Parameter(headers).Contains(reference.Header))
                .ToListAsync(cancellationToken);

        var ids = references.Select(reference => reference.TicketId).Distinct().ToArray();
        var numbers = mails.Select(mail => TicketReference.Find(mail.Mail.Subject)).OfType<long>().Distinct().ToArray();
        var tickets = ids.Length + numbers.Length == 0
            ? []
            : await db.Tickets
                .Where(ticket => EF.Parameter(ids).Contains(ticket.Id) || EF.Parameter(numbers).Contains(ticket.Number))
                .ToListAsync(cancellationToken);

        var found = tickets.Select(ticket => ticket.Id).ToArray();
        var participants = found.Length == 0
            ? []
            : await db.Participants.AsNoTracking()
                .Where(participant => EF.Parameter(found).Contains(participant.TicketId))
                .ToDictionaryAsync(participant => (participant.TicketId, participant.AddressNormalized), _ => true, cancellationToken);

        var customers = await KnownCustomers.LoadAsync(db, mails.Select(mail => mail.Mail.Customer).OfType<MailAddress>(), cancellationToken);
        return new IntakeKnowledge(references.ToLookup(reference => reference.Header), tickets, participants, customers);
    }

    private static IEnumerable<string> IdsIn(IncomingMail mail)
    {
        if (mail.MessageId is not null)
        {
            yield return mail.MessageId;
        }

        foreach (var id in mail.InReplyTo.Concat(mail.References))
        {
            yield return id;
        }
    }
}
