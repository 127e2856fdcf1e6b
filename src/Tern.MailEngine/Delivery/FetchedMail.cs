using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Delivery;

/// <summary>One message of a batch, with what became of fetching it.</summary>
/// <param name="ProviderId">The provider's immutable id.</param>
/// <param name="ReceivedAt">When the provider received it, where it said so.</param>
public abstract record FetchedMail(string ProviderId, DateTimeOffset? ReceivedAt);

/// <summary>A message whose raw source is stored.</summary>
/// <param name="ProviderId">The provider's immutable id.</param>
/// <param name="ReceivedAt">When the provider received it.</param>
/// <param name="Raw">Where its source lies.</param>
/// <param name="ConversationId">What the provider holds for its thread: a hint, never a proof; null where it did not say, and on later tries.</param>
public sealed record ArrivedMail(string ProviderId, DateTimeOffset? ReceivedAt, RawSource Raw, string? ConversationId = null) : FetchedMail(ProviderId, ReceivedAt);

/// <summary>A message that is noted and left alone.</summary>
/// <param name="ProviderId">The provider's immutable id.</param>
/// <param name="ReceivedAt">When the provider received it.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftAloneMail(string ProviderId, DateTimeOffset? ReceivedAt, LeftAloneReason Reason) : FetchedMail(ProviderId, ReceivedAt);

/// <summary>A message that could not be fetched this time.</summary>
/// <param name="ProviderId">The provider's immutable id.</param>
/// <param name="ReceivedAt">When the provider received it.</param>
/// <param name="Fault">Why.</param>
/// <param name="Attempts">Tries so far, this one included.</param>
/// <param name="RetryAt">When it is tried again; null: never by itself.</param>
/// <param name="IsSetAside">True when it belongs into the quarantine, for an administrator to see.</param>
public sealed record UnfetchedMail(string ProviderId, DateTimeOffset? ReceivedAt, Fault Fault, int Attempts, DateTimeOffset? RetryAt, bool IsSetAside)
    : FetchedMail(ProviderId, ReceivedAt)
{
    /// <summary>The folder it was seen in, with what its mail is, also where that folder is no longer chosen; null where it is not known.</summary>
    public FolderSettings? Folder { get; init; }
}

/// <summary>Why a message is left alone.</summary>
public enum LeftAloneReason
{
    /// <summary>It is older than the mailbox's connection.</summary>
    OlderThanConnection,

    /// <summary>It was deleted before it could be fetched.</summary>
    Vanished,
}

/// <summary>Where a raw message lies in the host's store.</summary>
/// <param name="Key">The store's key: the SHA-256 of the bytes, in hexadecimal.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record RawSource(string Key, long Size);
