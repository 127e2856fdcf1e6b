namespace Tern.Features.Tickets;

/// <summary>An answer that no person wrote, remembered so that none follows too soon (RFC 3834 §2).</summary>
internal sealed class AutomaticAnswer
{
    public required MessageId MessageId { get; init; }

    /// <summary>To whom it went, or because of whose mail; one answer may have two.</summary>
    public required string AddressNormalized { get; init; }

    public required TicketId TicketId { get; init; }

    public required DateTimeOffset At { get; init; }
}
