namespace Tern.MailEngine;

/// <summary>The identity of a mailbox, chosen by the host and never reused.</summary>
public readonly record struct MailboxId(Guid Value);
