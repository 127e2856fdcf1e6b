using Tern.Data.Blobs;

namespace Tern.Features.Tickets;

/// <summary>A mail as a provider handed it over, before anybody has looked into it.</summary>
/// <param name="Raw">Its bytes. It stays open until the mail is understood.</param>
/// <param name="ReceivedAt">When the provider received it.</param>
internal sealed record ArrivingMail(Stream Raw, DateTimeOffset ReceivedAt)
{
    /// <summary>Under which name <see cref="Raw"/> is stored; null where it is not yet.</summary>
    public BlobId? Stored { get; init; }

    /// <summary>The provider's name for it, if there is one.</summary>
    public string? ProviderId { get; init; }

    /// <summary>False where the provider did not say when it came, and <see cref="ReceivedAt"/> is only now.</summary>
    public bool IsDated { get; init; } = true;

    /// <summary>Which way it came.</summary>
    public MailOrigin Origin { get; init; }

    /// <summary>What the provider holds for its thread.</summary>
    public string? ConversationId { get; init; }
}
