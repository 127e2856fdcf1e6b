namespace Tern.Features.Tickets;

/// <summary>How far a mail that leaves has come. The numbers are stored.</summary>
public enum OutboxState
{
    Queued = 1,
    Drafted = 2,
    Sending = 3,

    /// <summary>The provider took it; it was not seen among the sent mails yet.</summary>
    Accepted = 4,
    Sent = 5,

    /// <summary>Nobody can prove whether it left. A person decides.</summary>
    Uncertain = 6,
    Failed = 7,

    /// <summary>A person has decided that nothing more is to be done.</summary>
    Settled = 8,
}
