using Tern.MailEngine.Outbox;
using Tern.MailEngine.Push;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>A mailbox at its provider, opened with fresh settings for one cycle. Every failure is a <see cref="Errors.MailboxException"/>.</summary>
public interface IMailboxSession
{
    /// <summary>The largest raw message that <see cref="CreateDraftAsync"/> takes, in bytes.</summary>
    long MaxRawBytes { get; }

    /// <summary>One page of a folder's change feed.</summary>
    /// <param name="folder">A well-known name or an id.</param>
    /// <param name="cursor">Where the last page ended; null starts a full round.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.SyncCursorExpiredException">The feed no longer knows the cursor.</exception>
    Task<ChangePage> ReadChangesAsync(string folder, string? cursor, CancellationToken cancellationToken);

    /// <summary>What lies in a folder, the newest first: the second look that finds what the change feed missed.</summary>
    /// <param name="folder">A well-known name or an id.</param>
    /// <param name="since">Nothing older than this.</param>
    /// <param name="before">Nothing that came after this; null for none.</param>
    /// <param name="atMost">How many; up to 1,000.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<MailChange>> ListAsync(string folder, DateTimeOffset since, DateTimeOffset? before, int atMost, CancellationToken cancellationToken);

    /// <summary>What the provider knows of one message, wherever in the mailbox it lies.</summary>
    /// <param name="providerId">The provider's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it no longer exists.</returns>
    /// <exception cref="Errors.MessageRejectedException">The provider refuses to tell of this one message.</exception>
    Task<MailChange?> FindAsync(string providerId, CancellationToken cancellationToken);

    /// <summary>Does with a message what is to be done after it was read. Repeatable; a message that no longer exists is done.</summary>
    /// <param name="providerId">The provider's id.</param>
    /// <param name="action">What.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task FileAsync(string providerId, AfterImport action, CancellationToken cancellationToken);

    /// <summary>The folders of the mailbox as a tree, each above its children.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ListedFolder>> ListFoldersAsync(CancellationToken cancellationToken);

    /// <summary>The message as it came over the wire.</summary>
    /// <param name="providerId">The provider's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The raw message, to be disposed by the caller; null when it no longer exists.</returns>
    /// <exception cref="Errors.MessageRejectedException">The provider refuses to hand out this one message.</exception>
    Task<RawMessage?> OpenMessageAsync(string providerId, CancellationToken cancellationToken);

    /// <summary>Creates a draft that carries our key, from a raw message.</summary>
    /// <param name="message">The raw message with our Message-ID.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The draft's immutable id.</returns>
    Task<string> CreateDraftAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Puts our key on a draft, so that it can be found whatever happens. Repeatable.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="key">Our key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task MarkDraftAsync(string draftId, Guid key, CancellationToken cancellationToken);

    /// <summary>Looks where an outgoing message is: by draft id, then by our key, then by our Message-ID.</summary>
    /// <param name="item">The outgoing message.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<OutgoingLocation> LocateAsync(OutboxItem item, CancellationToken cancellationToken);

    /// <summary>Names of what is attached to a draft; null when the draft is gone.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<string>?> ListAttachmentsAsync(string draftId, CancellationToken cancellationToken);

    /// <summary>Attaches a large file to a draft, slice by slice.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="attachment">The file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task UploadAttachmentAsync(string draftId, LargeAttachment attachment, CancellationToken cancellationToken);

    /// <summary>Asks the provider to send a draft. Returning means accepted, not delivered.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task SendDraftAsync(string draftId, CancellationToken cancellationToken);
}

/// <summary>Opens mailboxes of one provider.</summary>
public interface IMailProvider
{
    /// <summary>The provider's name, as in <see cref="ConnectionSettings.Provider"/>.</summary>
    string Name { get; }

    /// <summary>How far the provider's clock is ahead of ours, as its last answer told; null before the first.</summary>
    TimeSpan? ClockOffset { get; }

    /// <summary>Opens a mailbox. Asks nothing of the provider yet.</summary>
    /// <param name="settings">Fresh settings.</param>
    /// <param name="use">What for: the provider may let one wait for the other.</param>
    IMailboxSession Open(MailboxSettings settings, SessionUse use);

    /// <summary>Who is told of changes in a mailbox. Asks nothing of the provider yet.</summary>
    /// <param name="settings">Fresh settings.</param>
    /// <returns>Null where the provider tells nobody.</returns>
    ISubscriptions? SubscriptionsOf(MailboxSettings settings);
}
