using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>Who may work on a mailbox. The epoch fences writes; the clock only decides how soon another may take over.</summary>
internal sealed class MailboxLeaseRow
{
    public required MailboxId MailboxId { get; init; }

    public string? Owner { get; set; }

    public long Epoch { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
