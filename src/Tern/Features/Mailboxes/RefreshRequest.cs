using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>Somebody outside the server asks it to check a mailbox now and waits for the result.</summary>
internal sealed class RefreshRequest
{
    public required RefreshRequestId Id { get; init; }

    public required MailboxId MailboxId { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When a server began; null while nobody did.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>The report as JSON; null when the mailbox is gone.</summary>
    public string? Report { get; set; }
}

internal readonly record struct RefreshRequestId(Guid Value);
