namespace Tern.MailEngine.Settings;

/// <summary>Where the host keeps its mailboxes. Asked before every cycle, so that a change counts from the next one on.</summary>
public interface IMailboxDirectory
{
    /// <summary>All mailboxes, in a stable order.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<MailboxId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The mailbox's present settings, or null when it is gone.</summary>
    /// <param name="mailbox">Which.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Errors.MailboxAuthenticationException">The settings cannot be used: a secret cannot be decrypted, or something is missing.</exception>
    Task<MailboxSettings?> FindAsync(MailboxId mailbox, CancellationToken cancellationToken);
}
