namespace Tern.MailEngine.Leases;

/// <summary>The right to work on a mailbox. Every write names the epoch it was made under, so that a late owner stores nothing.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Epoch">Rises with every taking.</param>
public sealed record MailboxLease(MailboxId Mailbox, long Epoch);
