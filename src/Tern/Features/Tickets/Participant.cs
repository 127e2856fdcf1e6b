namespace Tern.Features.Tickets;

/// <summary>An address that took part in a ticket: it wrote, or was written to. Only these may join it by the number in a subject.</summary>
internal sealed class Participant
{
    public required TicketId TicketId { get; init; }

    public required string AddressNormalized { get; init; }
}
