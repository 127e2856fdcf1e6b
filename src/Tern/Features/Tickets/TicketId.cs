namespace Tern.Features.Tickets;

internal readonly record struct TicketId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
