using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Testing;

/// <summary>Credentials in memory: they stand in the settings of the mailboxes that use them.</summary>
/// <param name="state">The committed state.</param>
/// <param name="time">The clock.</param>
public sealed class InMemoryCredentials(InMemoryHost.SharedState state, TimeProvider time) : ICredentialStore
{
    /// <inheritdoc />
    public Task<bool> NoteWarningAsync(Guid credentialId, int days, CancellationToken cancellationToken)
    {
        var isNew = false;
        Change(credentialId, c =>
        {
            isNew = c.WarnedDays is null || days < c.WarnedDays;
            return isNew ? c with { WarnedDays = days } : c;
        });
        if (isNew)
        {
            state.Warnings.Add((credentialId, days, time.GetUtcNow()));
        }

        return Task.FromResult(isNew);
    }

    /// <inheritdoc />
    public Task ForgetWarningsAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        Change(credentialId, c => c with { WarnedDays = null });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task NoteRegistrationAsync(Guid credentialId, string keyId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        Change(credentialId, c => c is SecretCredential secret ? secret with { KeyId = keyId, ExpiresAt = expiresAt } : c with { KeyId = keyId });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<bool> AddNextAsync(Guid grantId, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var isNew = false;
        ChangeGrant(grantId, connection =>
        {
            isNew = connection.NextCertificate is null;
            var copy = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
            return isNew
                ? connection with { NextCertificate = new NextCertificate(new CertificateCredential(new Guid(++state.CertificatesMade, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 9), copy) { IsOwn = true }, AddedAt: null) }
                : connection;
        });
        return Task.FromResult(isNew);
    }

    /// <inheritdoc />
    public Task NextWasAddedAsync(Guid credentialId, string keyId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ChangeNext(credentialId, (connection, next) => connection with { NextCertificate = new NextCertificate(next.Credential with { KeyId = keyId }, at) });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task PromoteNextAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        ChangeNext(credentialId, (connection, next) =>
        {
            state.WorkingCredentials[connection.GrantId] = credentialId;
            return connection with { NextCertificate = null, Credentials = [next.Credential, .. connection.Credentials] };
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task NoteRollingAsync(Guid grantId, Fault? fault, CancellationToken cancellationToken)
    {
        if (fault is null)
        {
            state.RollingFaults.Remove(grantId);
        }
        else
        {
            state.RollingFaults[grantId] = fault;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task RemoveAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        ChangeAll(connection => connection with { Credentials = [.. connection.Credentials.Where(c => c.Id != credentialId)] });
        return Task.CompletedTask;
    }

    private void Change(Guid credentialId, Func<CredentialSettings, CredentialSettings> change) =>
        ChangeAll(connection => connection with { Credentials = [.. connection.Credentials.Select(c => c.Id == credentialId ? change(c) : c)] });

    private void ChangeNext(Guid credentialId, Func<ConnectionSettings, NextCertificate, ConnectionSettings> change) =>
        ChangeAll(connection => connection.NextCertificate is { } next && next.Credential.Id == credentialId ? change(connection, next) : connection);

    private void ChangeGrant(Guid grantId, Func<ConnectionSettings, ConnectionSettings> change) =>
        ChangeAll(connection => connection.GrantId == grantId ? change(connection) : connection);

    private void ChangeAll(Func<ConnectionSettings, ConnectionSettings> change)
    {
        foreach (var (id, settings) in state.Mailboxes.ToList())
        {
            state.Mailboxes[id] = settings with { Connection = change(settings.Connection) };
        }
    }
}
