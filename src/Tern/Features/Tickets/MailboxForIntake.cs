using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>The mailbox that mails came to.</summary>
internal sealed record MailboxForIntake(MailboxId Id, string Address, string Name);
