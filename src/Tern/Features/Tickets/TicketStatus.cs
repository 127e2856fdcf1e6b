namespace Tern.Features.Tickets;

/// <summary>Where a ticket stands. The numbers are stored.</summary>
public enum TicketStatus
{
    New = 1,
    Open = 2,
    Pending = 3,
    Solved = 4,
    Closed = 5,
    Spam = 6,
}
