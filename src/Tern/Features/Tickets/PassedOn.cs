using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Whom tickets were passed on to, so that what they answer is not taken for the customer's.</summary>
internal sealed class PassedOn
{
    private readonly HashSet<(TicketId, string)> _addresses;
    private readonly HashSet<MessageId> _forwards;

    private PassedOn(HashSet<(TicketId, string)> addresses, HashSet<MessageId> forwards) => (_addresses, _forwards) = (addresses, forwards);

    internal static async Task<PassedOn> LoadAsync(TernDbContext db, TicketId[] tickets, CancellationToken cancellationToken)
    {
        var rows = tickets.Length == 0 ? [] : await db.Messages.AsNoTracking()
            .Where(message => EF.Parameter(tickets).Contains(message.TicketId) && message.Kind == MessageKind.Forward)
            .Select(message => new { message.Id, message.TicketId, message.To, message.Cc, message.Bcc })
            .ToListAsync(cancellationToken);
        return new PassedOn(
            [.. rows.SelectMany(row => row.To.Concat(row.Cc).Concat(row.Bcc).Select(address => (row.TicketId, address.Normalized)))],
            [.. rows.Select(row => row.Id)]);
    }

    /// <summary>A forward went to the author, or the mail answers one: somebody else may answer for him.</summary>
    internal bool IsOfThirdParty(Ticket ticket, IncomingMail mail, ILookup<string, MessageReference> references) =>
        mail.From is { } author
        && !RecipientRules.Same(author.Address, ticket.Customer?.Address)
        && (_addresses.Contains((ticket.Id, author.Normalized))
            || (mail.InReplyTo is [var parent, ..] && references[parent].Any(known => known.IsOurs && _forwards.Contains(known.MessageId))));
}
