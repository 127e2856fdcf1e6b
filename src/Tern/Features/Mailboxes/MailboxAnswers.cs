namespace Tern.Features.Mailboxes;

/// <summary>How a mailbox answers, as its page shows and takes it.</summary>
public sealed record MailboxAnswers
{
    public bool Acknowledges { get; init; }

    /// <summary>Null until somebody wrote one; the page then proposes the usual words.</summary>
    public string? AcknowledgementText { get; init; }

    public string? Signature { get; init; }

    public int ReopensForDays { get; init; } = Mailbox.DefaultReopensForDays;

    public bool UsesTicketAddress { get; init; }
}
