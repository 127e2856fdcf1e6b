using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>A mailbox that is being connected: where the administrator stands, and what was entered. It can be left and taken up again at any step.</summary>
internal sealed class MailboxSetup
{
    public required MailboxSetupId Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset TouchedAt { get; set; }

    /// <summary>The step the administrator stands at.</summary>
    public required string Step { get; set; }

    /// <summary>What was entered and what the checks found, as JSON. No secret: those are credentials of the connection.</summary>
    public required string Answers { get; set; }

    /// <summary>From the registration on.</summary>
    public ConnectionId? ConnectionId { get; set; }

    /// <summary>From the first import on.</summary>
    public MailboxId? MailboxId { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public long Version { get; private set; }
}
