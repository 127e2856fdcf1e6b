namespace Tern.Features.Tickets;

internal static class TicketStatuses
{
    /// <summary>What an agent may choose; New is only what nobody has touched yet.</summary>
    internal static readonly IReadOnlyList<TicketStatus> Choices =
        [TicketStatus.Open, TicketStatus.Pending, TicketStatus.Solved, TicketStatus.Closed, TicketStatus.Spam];

    internal static TicketShelf Shelf(this TicketStatus status) => status switch
    {
        TicketStatus.New or TicketStatus.Open => TicketShelf.Open,
        TicketStatus.Pending => TicketShelf.Pending,
        TicketStatus.Solved or TicketStatus.Closed => TicketShelf.Done,
        TicketStatus.Spam => TicketShelf.Spam,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
