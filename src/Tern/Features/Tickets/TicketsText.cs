namespace Tern.Features.Tickets;

/// <summary>Names the texts in TicketsText.resx.</summary>
internal sealed class TicketsText;
