namespace Tern.MailEngine.Sync;

/// <summary>One page of a folder's change feed.</summary>
/// <param name="Changes">What changed; may be empty, may repeat itself, in no order.</param>
/// <param name="Cursor">Where to go on; stored only after everything on the page is durable.</param>
/// <param name="IsLast">True when the feed has nothing more for now.</param>
public sealed record ChangePage(IReadOnlyList<MailChange> Changes, string Cursor, bool IsLast);

/// <summary>One row of the change feed.</summary>
/// <param name="ProviderId">The provider's immutable id of the message.</param>
/// <param name="IsRemoved">True when it left the folder, moved or deleted; that never touches what we stored.</param>
/// <param name="ReceivedAt">When the provider received it; null on partial rows.</param>
/// <param name="ConversationId">What the provider holds for its thread, a guess that changes with the subject and the tenant; null where it does not say.</param>
public sealed record MailChange(string ProviderId, bool IsRemoved, DateTimeOffset? ReceivedAt, string? ConversationId = null);
