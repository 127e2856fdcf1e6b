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

    /// <summary>Tern itself said that a mail has arrived.</summary>
    Acknowledged = 8,

    /// <summary>It was merged into another.</summary>
    MergedInto = 9,

    /// <summary>Another was merged into it.</summary>
    TookOver = 10,

    /// <summary>A message of it was passed on to somebody outside.</summary>
    Forwarded = 11,
}
