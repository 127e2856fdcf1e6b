using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>Where a folder's change feed stands.</summary>
internal sealed class SyncCursorRow
{
    public required MailboxId MailboxId { get; init; }

    public required string Folder { get; init; }

    public required string Cursor { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
