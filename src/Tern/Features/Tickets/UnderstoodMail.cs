using Tern.Data.Blobs;
using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>A mail that was read and whose raw source and files are stored; ready for a short transaction.</summary>
/// <param name="Mail">What it says; its attachments were moved to <paramref name="Files"/>.</param>
/// <param name="ReceivedAt">When the provider received it.</param>
internal sealed record UnderstoodMail(
    IncomingMail Mail, BlobId Raw, string Fingerprint, IReadOnlyList<StoredFile> Files, DateTimeOffset ReceivedAt, string? ProviderId)
{
    internal string? ConversationId { get; init; }

    /// <summary>The agent who wrote it, vouched for by the tenant.</summary>
    internal AgentId? Agent { get; init; }

    /// <summary>An answer to it would come to a mailbox of ours.</summary>
    internal bool IsFromUs { get; init; }

    /// <summary>It says to come from an agent, and nobody vouches for it.</summary>
    internal bool IsSenderDoubtful { get; init; }
}
