namespace Tern.Features.Tickets;

/// <summary>What became of one mail.</summary>
internal abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>It is a message now.</summary>
    internal sealed record Ingested(long TicketNumber, MessageId MessageId, bool IsNew) : IntakeOutcome;

    /// <summary>It is not a message, and why.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="TicketNumber">Of the ticket it would have joined, if there is one.</param>
    /// <param name="Detail">What was recognised: the Message-ID, for whoever looks for the mail.</param>
    internal sealed record Ignored(IntakeIgnored Reason, long? TicketNumber, string? Detail) : IntakeOutcome;
}
