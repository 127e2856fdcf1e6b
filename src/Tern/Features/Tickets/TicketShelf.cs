namespace Tern.Features.Tickets;

/// <summary>What lists are ordered within: several states that agents look at together. Stored beside the status, so that one index serves a list.</summary>
internal enum TicketShelf
{
    Open = 1,
    Pending = 2,
    Done = 3,
    Spam = 4,
}
