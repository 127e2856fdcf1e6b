namespace Tern.Features.Tickets;

/// <summary>A ticket while a batch is taken in: one that exists, or one that will.</summary>
internal sealed class IntakeThread(Ticket? ticket)
{
    /// <summary>Null until a new ticket has been written.</summary>
    internal Ticket? Ticket { get; set; } = ticket;

    /// <summary>Who joined it within this batch.</summary>
    internal HashSet<string> Joined { get; } = [];
}
