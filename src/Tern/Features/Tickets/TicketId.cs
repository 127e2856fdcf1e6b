namespace Tern.Features.Tickets;

internal readonly record struct TicketId(Guid Value);
