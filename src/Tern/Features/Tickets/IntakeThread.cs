namespace Tern.Features.Tickets;

/// <summary>A ticket while a batch is taken in: one that exists, or one that will.</summary>
internal sealed class IntakeThread(Ticket? ticket, Ticket? followUpOf = null)
{
    /// <summary>Null until a new ticket has been written.</summary>
    internal Ticket? Ticket { get; set; } = ticket;

    /// <summary>The closed ticket that a new one goes on from.</summary>
    internal Ticket? FollowUpOf => followUpOf;

    /// <summary>Of two threads that a mail names, the one that is newer; what does not exist yet is newest.</summary>
    internal long Age => Ticket?.Number ?? long.MaxValue;

    /// <summary>Who joined it within this batch.</summary>
    internal HashSet<string> Joined { get; } = [];
}
