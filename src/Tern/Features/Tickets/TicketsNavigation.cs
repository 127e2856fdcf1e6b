using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Web;

namespace Tern.Features.Tickets;

/// <summary>The views in the rail. Counted is what somebody must still do; what is done grows for years and would only cost time.</summary>
internal sealed class TicketsNavigation(TernDbContext db, IStringLocalizer<TicketsText> text) : INavigationSection
{
    public int Order => 10;

    public async Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken)
    {
        var mine = me.Id;
        var counts = await db.Tickets
            .Where(ticket => ticket.Shelf == TicketShelf.Open || ticket.Shelf == TicketShelf.Pending)
            .GroupBy(ticket => new { ticket.Shelf, IsMine = ticket.AssigneeId == mine, IsFree = ticket.AssigneeId == null })
            .Select(group => new { group.Key.Shelf, group.Key.IsMine, group.Key.IsFree, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        var open = counts.Where(count => count.Shelf == TicketShelf.Open).ToList();
        return [.. InboxViews.All.Select(view => new NavigationEntry(view.Key(), view.Href(), text[$"View.{view}"], view.Icon(), view switch
        {
            InboxView.Open => open.Sum(count => count.Count),
            InboxView.Mine => open.Where(count => count.IsMine).Sum(count => count.Count),
            InboxView.Unassigned => open.Where(count => count.IsFree).Sum(count => count.Count),
            InboxView.Pending => counts.Where(count => count.Shelf == TicketShelf.Pending).Sum(count => count.Count),
            _ => null,
        }))];
    }
}
