using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets;

internal static class TicketNumbers
{
    /// <summary>Takes numbers for new tickets inside the running transaction, which holds the counter until it ends.</summary>
    /// <returns>The first of them.</returns>
    internal static async Task<long> TakeAsync(TernDbContext db, int count, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Ticket numbers are taken inside the transaction that uses them.");
        }

        await db.Counters.Where(counter => counter.Name == Counter.Tickets)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Value, counter => counter.Value + count), cancellationToken);
        var last = await db.Counters.Where(counter => counter.Name == Counter.Tickets).Select(counter => counter.Value).SingleAsync(cancellationToken);
        return last - count + 1;
    }
}
