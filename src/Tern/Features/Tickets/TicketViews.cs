using Tern.Features.Identity;

namespace Tern.Features.Tickets;

internal static class TicketViews
{
    /// <summary>The tickets of a view as this agent sees it.</summary>
    internal static IQueryable<Ticket> In(this IQueryable<Ticket> tickets, InboxView view, AgentId me) => view switch
    {
        InboxView.Open => tickets.Where(ticket => ticket.Shelf == TicketShelf.Open),
        InboxView.Mine => tickets.Where(ticket => ticket.Shelf == TicketShelf.Open && ticket.AssigneeId == me),
        InboxView.Unassigned => tickets.Where(ticket => ticket.Shelf == TicketShelf.Open && ticket.AssigneeId == null),
        InboxView.Pending => tickets.Where(ticket => ticket.Shelf == TicketShelf.Pending),
        InboxView.Done => tickets.Where(ticket => ticket.Shelf == TicketShelf.Done),
        InboxView.Spam => tickets.Where(ticket => ticket.Shelf == TicketShelf.Spam),
        _ => tickets,
    };
}
