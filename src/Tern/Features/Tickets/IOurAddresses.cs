using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>Tells which addresses are mailboxes of this desk: an answer never goes to ourselves, where it would come back as a question.</summary>
internal interface IOurAddresses
{
    /// <returns>Those of <paramref name="addresses"/> that are ours, normalized.</returns>
    Task<IReadOnlySet<string>> AmongAsync(IEnumerable<MailAddress> addresses, CancellationToken cancellationToken);

    /// <summary>The mailbox that has an address now: one that was removed may have been connected again since, under another id.</summary>
    /// <returns>Null where none has it.</returns>
    Task<MailboxId?> FindAsync(string address, CancellationToken cancellationToken);

    /// <returns>Every mailbox of ours, normalized.</returns>
    Task<IReadOnlySet<string>> AllAsync(CancellationToken cancellationToken);
}
