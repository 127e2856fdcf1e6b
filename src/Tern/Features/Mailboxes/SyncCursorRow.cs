using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>How far a folder has been read: where its change feed stands, when it was counted, and since when it has been missing.</summary>
internal sealed class SyncCursorRow
{
    public required MailboxId MailboxId { get; init; }

    public required string Folder { get; init; }

    public string? Cursor { get; set; }

    public DateTimeOffset? CensusAt { get; set; }

    public DateTimeOffset? WholeCensusAt { get; set; }

    public DateTimeOffset? WholeCensusBefore { get; set; }

    public DateTimeOffset? MissingSince { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
