namespace Tern.Features.Tickets;

/// <summary>What happened to a ticket. The numbers are stored.</summary>
public enum TicketEventKind
{
    Created = 1,
    MessageReceived = 2,
    ReplyAdded = 3,
    NoteAdded = 4,
    StatusChanged = 5,
    Assigned = 6,
    DeliveryChanged = 7,
}
