using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets;

internal static class TicketMembership
{
    /// <summary>Whether a message belongs to the ticket named in the address, so that who may not see the ticket cannot reach its parts.</summary>
    internal static Task<bool> HoldsAsync(this TernDbContext db, long number, MessageId message, CancellationToken cancellationToken)
    {
        var tickets = db.Tickets;
        return db.Messages.AnyAsync(row => row.Id == message && tickets.Any(ticket => ticket.Id == row.TicketId && ticket.Number == number), cancellationToken);
    }
}
