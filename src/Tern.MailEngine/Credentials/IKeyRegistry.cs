using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Credentials;

/// <summary>A provider's list of the keys that prove who a client is, as far as the client itself may look at it and change it.</summary>
public interface IKeyRegistry
{
    /// <summary>Registers a further certificate, vouched for by one that is registered.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="proof">A certificate that is registered and still valid.</param>
    /// <param name="successor">The further certificate; only its public part leaves.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The provider's id of it.</returns>
    /// <exception cref="Errors.MailboxException">It was not taken.</exception>
    Task<string> AddAsync(ConnectionSettings connection, CertificateCredential proof, X509Certificate2 successor, CancellationToken cancellationToken);

    /// <summary>Takes a certificate away. One that is not there any more is no failure.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="proof">A certificate that is registered and still valid, and stays.</param>
    /// <param name="keyId">The provider's id of the one that goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MailboxException">It was not taken away.</exception>
    Task RemoveAsync(ConnectionSettings connection, CertificateCredential proof, string keyId, CancellationToken cancellationToken);

    /// <summary>What is registered.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where we may not look.</returns>
    /// <exception cref="Errors.MailboxException">There was no answer.</exception>
    Task<KeyRegistration?> LookAsync(ConnectionSettings connection, CancellationToken cancellationToken);

    /// <summary>Whether the token endpoint accepts a certificate by now. The token that proves it is thrown away.</summary>
    /// <param name="connection">Whose.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MailboxException">There was no answer, or a refusal about something else.</exception>
    Task<bool> IsAcceptedAsync(ConnectionSettings connection, CertificateCredential certificate, CancellationToken cancellationToken);
}

/// <summary>What a provider has registered for a client.</summary>
/// <param name="ObjectId">The registration's object id.</param>
/// <param name="Keys">Certificates and secrets.</param>
public sealed record KeyRegistration(string ObjectId, IReadOnlyList<RegisteredKey> Keys);

/// <summary>One key of a registration.</summary>
/// <param name="KeyId">The provider's id.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Thumbprint">SHA-256 or SHA-1 thumbprint of a certificate in upper-case hexadecimal digits; null for a secret.</param>
/// <param name="Hint">The first letters of a secret; null for a certificate.</param>
public sealed record RegisteredKey(string KeyId, DateTimeOffset ExpiresAt, string? Thumbprint, string? Hint);
