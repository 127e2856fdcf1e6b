namespace Tern.Features.Tickets;

/// <summary>What a message is. The numbers are stored.</summary>
public enum MessageKind
{
    Incoming = 1,
    Reply = 2,
    Note = 3,
    Forward = 4,
}
