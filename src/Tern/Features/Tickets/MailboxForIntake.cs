using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>The mailbox that mails came to, with its rules for them.</summary>
internal sealed record MailboxForIntake(MailboxId Id, string Address, string Name)
{
    /// <summary>How long an answer reopens a closed ticket; later it opens a new one that follows up.</summary>
    internal TimeSpan ReopensFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Null where the mailbox acknowledges nothing.</summary>
    internal Acknowledgement? Acknowledgement { get; init; }
}

/// <summary>What a mailbox says by itself when a mail begins work.</summary>
/// <param name="Text">With placeholders, see <see cref="TextTemplate"/>.</param>
/// <param name="Since">Mail received before is not acknowledged: it was there when the mailbox was connected, or when this was switched on.</param>
internal sealed record Acknowledgement(string Text, DateTimeOffset Since);
