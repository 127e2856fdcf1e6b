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
    internal sealed record Ignored(IntakeIgnored Reason, long? TicketNumber) : IntakeOutcome;
}
