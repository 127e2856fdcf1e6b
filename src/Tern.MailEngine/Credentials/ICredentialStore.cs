using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Credentials;

/// <summary>Where the host keeps credentials. Every step may be repeated, by this process or another, without harm.</summary>
public interface ICredentialStore
{
    /// <summary>Notes that somebody is warned of a credential's end.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="days">Days before its end; 0 when it has ended.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when that was noted already: then nobody is warned again.</returns>
    Task<bool> NoteWarningAsync(Guid credentialId, int days, CancellationToken cancellationToken);

    /// <summary>Takes back what was noted of warnings: the end is further away than was thought.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task ForgetWarningsAsync(Guid credentialId, CancellationToken cancellationToken);

    /// <summary>Notes what the provider says of a credential: its id there, and its end.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="keyId">Its id at the provider.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task NoteRegistrationAsync(Guid credentialId, string keyId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Keeps a certificate that is going to replace our own one, before the provider hears of it.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="certificate">The certificate with its key.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when one is on its way already.</returns>
    Task<bool> AddNextAsync(Guid grantId, X509Certificate2 certificate, CancellationToken cancellationToken);

    /// <summary>The provider took the next certificate.</summary>
    /// <param name="credentialId">The next certificate.</param>
    /// <param name="keyId">Its id at the provider.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task NextWasAddedAsync(Guid credentialId, string keyId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The next certificate has worked: it is the first to be tried from now on.</summary>
    /// <param name="credentialId">The next certificate.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task PromoteNextAsync(Guid credentialId, CancellationToken cancellationToken);

    /// <summary>Notes that replacing our own certificate fails, or that it no longer does.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="fault">What stands in the way; null when nothing does.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task NoteRollingAsync(Guid grantId, Fault? fault, CancellationToken cancellationToken);

    /// <summary>Forgets a credential that the provider no longer knows.</summary>
    /// <param name="credentialId">The credential.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task RemoveAsync(Guid credentialId, CancellationToken cancellationToken);
}
