namespace Tern.Features.Tickets;

/// <summary>A key that signs ticket numbers into what we send. The newest signs; older ones are still believed, for answers come years later.</summary>
internal sealed class ReplyKey
{
    internal const int Size = 32;

    /// <summary>Counted by ourselves from 1, so that two processes cannot both make the first.</summary>
    public required int Id { get; init; }

    /// <summary>Encrypted with the key ring of the data directory.</summary>
    public required string Protected { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
