namespace Tern.Features.Tickets;

/// <summary>A Message-ID that stands for a message of ours. One id may stand for several messages, and a sent mail may have two ids: ours and the provider's.</summary>
internal sealed class MessageReference
{
    /// <summary>Without angle brackets (<see cref="Mail.MessageIds.Normalize"/>).</summary>
    public required string Header { get; init; }

    public required MessageId MessageId { get; init; }

    public required TicketId TicketId { get; init; }

    /// <summary>We wrote it: what comes back under this id is our own copy.</summary>
    public required bool IsOurs { get; init; }

    /// <summary>See <see cref="Message.Fingerprint"/>; repeated here so that one look decides.</summary>
    public string? Fingerprint { get; init; }
}
