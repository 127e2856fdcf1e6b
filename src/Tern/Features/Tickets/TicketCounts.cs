using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets;

/// <summary>
/// How many tickets each agent has on the shelves that are counted. Every page shows them and counting reads every open ticket, so they are
/// kept until something was committed here or the feed brought news from another process.
/// </summary>
internal sealed class TicketCounts(IDbContextFactory<TernDbContext> contexts, FeedSignal signal, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    private Snapshot? _snapshot;

    internal async ValueTask<IReadOnlyList<TicketCount>> CurrentAsync(CancellationToken cancellationToken)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        if (snapshot is { Change.IsCompleted: false } && time.GetUtcNow() - snapshot.At < Life)
        {
            return snapshot.Counts;
        }

        // Taken before counting: what is committed meanwhile makes the result old at once.
        var change = signal.Next;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.Tickets
            .Where(ticket => ticket.Shelf == TicketShelf.Open || ticket.Shelf == TicketShelf.Pending)
            .GroupBy(ticket => new { ticket.Shelf, ticket.AssigneeId })
            .Select(group => new TicketCount(group.Key.Shelf, group.Key.AssigneeId, group.LongCount()))
            .ToListAsync(cancellationToken);
        Volatile.Write(ref _snapshot, new Snapshot(counts, change, now));
        return counts;
    }

    private sealed record Snapshot(IReadOnlyList<TicketCount> Counts, Task Change, DateTimeOffset At);
}

internal sealed record TicketCount(TicketShelf Shelf, AgentId? Assignee, long Count);
