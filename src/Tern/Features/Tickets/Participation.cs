using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets;

/// <summary>Who was written to takes part: an answer that lost its headers finds the ticket by the number in its subject.</summary>
internal static class Participation
{
    internal static async Task JoinAsync(this TernDbContext db, TicketId ticket, MailRecipients recipients, CancellationToken cancellationToken)
    {
        // Before anybody is asked for: a mail of the same person may be arriving at this moment.
        await db.SerialiseFeedAsync(cancellationToken);
        var addresses = recipients.All.Select(address => address.Normalized).Distinct().ToArray();
        var there = await db.Participants
            .Where(participant => participant.TicketId == ticket && EF.Parameter(addresses).Contains(participant.AddressNormalized))
            .Select(participant => participant.AddressNormalized)
            .ToListAsync(cancellationToken);
        db.Participants.AddRange(addresses.Except(there).Select(address => new Participant { TicketId = ticket, AddressNormalized = address }));
    }
}
