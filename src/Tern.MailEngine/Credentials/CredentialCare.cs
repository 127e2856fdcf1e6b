using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Credentials;

/// <summary>
/// Looks after what proves who we are: warns ahead of its end, reads that end from the provider where that is allowed, and replaces a certificate of our own.
/// Called after every check; works once an hour, more often while a certificate is on its way.
/// </summary>
/// <param name="store">Where credentials are kept.</param>
/// <param name="keys">What is registered at the provider.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed class CredentialCare(ICredentialStore store, IKeyRegistry keys, TimeProvider time, ILogger<CredentialCare> logger)
{
    private static readonly TimeSpan Gap = TimeSpan.FromHours(1);
    private static readonly TimeSpan GapOnTheWay = TimeSpan.FromMinutes(5);
    /// <summary>A key that was taken and is not known a day later was taken away again: it is handed over once more.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan LookGap = TimeSpan.FromDays(1);
    private static readonly string[] MayLook = ["Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"];

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (DateTimeOffset Care, DateTimeOffset Look)> _due = [];

    /// <summary>Does what is due. Failures of the provider are noted and told, not thrown.</summary>
    /// <param name="connection">Fresh settings.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!IsDue(connection.GrantId, out var looks))
        {
            return;
        }

        if (looks && connection.Permissions is { } granted && MayLook.Any(granted.Contains))
        {
            await LookAsync(connection, cancellationToken);
        }

        await WarnAsync(connection, cancellationToken);
        await RollAsync(connection, cancellationToken);
    }

    private bool IsDue(Guid grantId, out bool looks)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var due = _due.GetValueOrDefault(grantId);
            looks = due.Look <= now || due.Look > now + LookGap;
            if (now < due.Care && due.Care <= now + Gap) // later than that was said by a clock that was ahead
            {
                return false;
            }

            _due[grantId] = (now + Gap, looks ? now + LookGap : due.Look);
            return true;
        }
    }

    private void ComeBackSoon(Guid grantId)
    {
        lock (_gate)
        {
            _due[grantId] = _due[grantId] with { Care = time.GetUtcNow() + GapOnTheWay };
        }
    }

    /// <summary>Only the credential in use: whoever has put a newer one in its place is not warned of the old one.</summary>
    private async Task WarnAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        if (connection.Credentials is not [{ ExpiresAt: { } ends } used, ..])
        {
            return;
        }

        var now = time.GetUtcNow();
        if (used.WarnedDays is { } warned && !(ExpiryWarning.At(ends, now) <= warned))
        {
            await store.ForgetWarningsAsync(used.Id, cancellationToken); // its end was corrected, or the clock was
            return;
        }

        if (ExpiryWarning.Due(ends, used.WarnedDays, now) is { } days
            && await store.NoteWarningAsync(used.Id, days, cancellationToken))
        {
            Log.CredentialEnds(logger, connection.GrantId, used.Id, days, ends);
        }
    }

    private async Task LookAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        KeyRegistration? registration;
        try
        {
            registration = await keys.LookAsync(connection, cancellationToken);
        }
        catch (MailboxException exception)
        {
            Log.RegistrationUnread(logger, connection.GrantId, exception.Fault.Code, exception.Fault.ProviderCode);
            return;
        }

        foreach (var credential in connection.Credentials)
        {
            if (registration?.Keys.FirstOrDefault(k => IsKeyOf(k, credential)) is { } key && (credential.KeyId != key.KeyId || credential.ExpiresAt != key.ExpiresAt))
            {
                await store.NoteRegistrationAsync(credential.Id, key.KeyId, key.ExpiresAt, cancellationToken);
            }
        }
    }

    private static bool IsKeyOf(RegisteredKey key, CredentialSettings credential) => credential switch
    {
        { KeyId: { } id } => key.KeyId == id,
        CertificateCredential certificate => key.Thumbprint is { } print
            && (print == certificate.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256) || print == certificate.Certificate.Thumbprint),
        SecretCredential secret => key.Hint is { Length: > 0 } hint && secret.Secret.StartsWith(hint, StringComparison.Ordinal),
        _ => false,
    };

    private async Task RollAsync(ConnectionSettings connection, CancellationToken cancellationToken)
    {
        if (connection.GrantKind != GrantKind.AppOnly || connection.Credentials is not [CertificateCredential { IsOwn: true } used, ..])
        {
            await store.NoteRollingAsync(connection.GrantId, fault: null, cancellationToken);
            return;
        }

        try
        {
            if (connection.NextCertificate is { } next)
            {
                await AdvanceAsync(connection, used, next, cancellationToken);
            }
            else if (OwnCertificate.ReplaceAt(used.ExpiresAt!.Value) <= time.GetUtcNow())
            {
                await BeginAsync(connection, used, cancellationToken);
            }
            else
            {
                await ForgetOldAsync(connection, used, cancellationToken);
            }

            await store.NoteRollingAsync(connection.GrantId, fault: null, cancellationToken);
        }
        catch (MailboxException exception)
        {
            Log.KeyRollFailed(logger, connection.GrantId, exception.Fault.Code, exception.Fault.ProviderCode, exception.Fault.Detail);
            if (exception.Fault.Class is not (FaultClass.Transient or FaultClass.Throttled))
            {
                await store.NoteRollingAsync(connection.GrantId, exception.Fault, cancellationToken);
            }
        }
    }

    private async Task BeginAsync(ConnectionSettings connection, CertificateCredential used, CancellationToken cancellationToken)
    {
        // Kept before anybody hears of it: a key that the provider knows and we have lost would be of no use to anybody.
        using var certificate = OwnCertificate.Create(used.Certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, forIssuer: false), time.GetUtcNow());
        if (await store.AddNextAsync(connection.GrantId, certificate, cancellationToken))
        {
            Log.KeyRollBegun(logger, connection.GrantId, used.ExpiresAt!.Value);
        }

        ComeBackSoon(connection.GrantId);
    }

    private async Task AdvanceAsync(ConnectionSettings connection, CertificateCredential used, NextCertificate next, CancellationToken cancellationToken)
    {
        // One that may have been offered before could have been taken, by a process that died before it noted it: it is tried before it is offered again.
        if ((next.AddedAt is not null || IsRepeated(next)) && await keys.IsAcceptedAsync(connection, next.Credential, cancellationToken))
        {
            ComeBackSoon(connection.GrantId);
            await PromoteAsync(connection, next, cancellationToken);
        }
        else if (next.AddedAt is null || time.GetUtcNow() - next.AddedAt > LostAfter)
        {
            var keyId = await keys.AddAsync(connection, used, next.Credential.Certificate, cancellationToken);
            await store.NextWasAddedAsync(next.Credential.Id, keyId, time.GetUtcNow(), cancellationToken);
            ComeBackSoon(connection.GrantId);
        }
        else if (time.GetUtcNow() - next.AddedAt < Gap)
        {
            ComeBackSoon(connection.GrantId); // it takes a while until the token endpoint knows a new key; the old one works on
        }
    }

    /// <summary>True from the second round on: the first comes five minutes after the certificate was made.</summary>
    private bool IsRepeated(NextCertificate next) =>
        time.GetUtcNow().UtcDateTime - next.Credential.Certificate.NotBefore.ToUniversalTime() > OwnCertificate.Grace + (1.5 * GapOnTheWay);

    private async Task PromoteAsync(ConnectionSettings connection, NextCertificate next, CancellationToken cancellationToken)
    {
        await store.PromoteNextAsync(next.Credential.Id, cancellationToken);
        Log.KeyRolled(logger, connection.GrantId, next.Credential.ExpiresAt!.Value);
    }

    /// <summary>The one in use has proved itself by being in use; only then the ones before it go.</summary>
    private async Task ForgetOldAsync(ConnectionSettings connection, CertificateCredential used, CancellationToken cancellationToken)
    {
        foreach (var old in connection.Credentials.Skip(1).OfType<CertificateCredential>().Where(c => c.IsOwn && c.ExpiresAt < used.ExpiresAt).ToList())
        {
            if (time.GetUtcNow() < old.ExpiresAt && old.KeyId is { } keyId)
            {
                await keys.RemoveAsync(connection, used, keyId, cancellationToken);
                Log.OldKeyRemoved(logger, connection.GrantId, keyId);
            }
            else if (time.GetUtcNow() < old.ExpiresAt)
            {
                continue; // nobody told us its id: it stays registered until it ends, and works as a reserve until then
            }

            await store.RemoveAsync(old.Id, cancellationToken);
        }
    }
}
