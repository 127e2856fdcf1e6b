using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>How far a folder has been read: where its change feed stands, and when it was counted.</summary>
internal sealed class SyncCursorRow
{
    public required MailboxId MailboxId { get; init; }

    public required string Folder { get; init; }

    public string? Cursor { get; set; }

    public DateTimeOffset? CensusAt { get; set; }

    public DateTimeOffset? WholeCensusAt { get; set; }

    public DateTimeOffset? WholeCensusBefore { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
