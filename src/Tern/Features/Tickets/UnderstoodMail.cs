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

    internal MailOrigin Origin { get; init; }

    /// <summary>The provider's thread, where the mail is an answer: only then is its guess worth a look.</summary>
    internal string? AnsweredConversation =>
        Mail.InReplyTo.Count + Mail.References.Count > 0 || Mail.Automatic is AutomaticKind.AutoReply or AutomaticKind.OutOfOffice ? ConversationId : null;

    /// <summary>Somebody else wrote it than it says.</summary>
    internal bool IsForged => IsSenderDoubtful || Mail.Authentication?.IsForged == true;

    /// <summary>The agent who wrote it, vouched for by the tenant.</summary>
    internal AgentId? Agent { get; init; }

    /// <summary>An answer to it would come to a mailbox of ours.</summary>
    internal bool IsFromUs { get; init; }

    /// <summary>The provider said when it came; otherwise it may be of any age.</summary>
    internal bool IsDated { get; init; } = true;

    /// <summary>It says to come from an agent, and nobody vouches for it.</summary>
    internal bool IsSenderDoubtful { get; init; }
}
