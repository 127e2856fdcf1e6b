using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets;

/// <summary>One page of a view, newest first. The next page begins after the last row of this one, however much came in meanwhile.</summary>
public sealed record TicketList(InboxView View, string? Before, IReadOnlyList<TicketRow> Rows, string? Next)
{
    private const int PageSize = 50;

    internal static async Task<TicketList> LoadAsync(TernDbContext db, InboxView view, string? before, AgentId me, CancellationToken cancellationToken)
    {
        var tickets = db.Tickets.AsNoTracking().In(view, me);
        var from = Parse(before);
        if (from is { } place)
        {
            var (at, number) = place;
            tickets = tickets.Where(ticket => ticket.LastMessageAt < at || (ticket.LastMessageAt == at && ticket.Number < number));
        }

        var rows = await tickets
            .OrderByDescending(ticket => ticket.LastMessageAt).ThenByDescending(ticket => ticket.Number)
            .Take(PageSize + 1)
            .Select(ticket => new TicketRow(
                ticket.Number,
                ticket.Subject,
                ticket.Preview,
                ticket.Status,
                ticket.IsAnswered,
                ticket.HasAttachments,
                ticket.MessageCount,
                ticket.Customer!.Name,
                ticket.Customer.Address,
                ticket.Assignee!.Name,
                ticket.MailboxAddress,
                ticket.LastMessageAt))
            .ToListAsync(cancellationToken);
        var hasMore = rows.Count > PageSize;
        if (hasMore)
        {
            rows.RemoveAt(PageSize);
        }

        return new TicketList(view, from is null ? null : before, rows, hasMore ? $"{rows[^1].LastMessageAt.UtcTicks}-{rows[^1].Number}" : null);
    }

    private static (DateTimeOffset At, long Number)? Parse(string? before) =>
        before?.Split('-') is [var ticks, var number] &&
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks &&
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? (new DateTimeOffset(at, TimeSpan.Zero), after)
            : null;
}
