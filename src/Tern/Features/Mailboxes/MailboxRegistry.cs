using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Adds connections, mailboxes and credentials; the same rules for the browser and the command line. Where it is not said otherwise, the caller saves.</summary>
internal sealed class MailboxRegistry(
    TernDbContext db, SecretBox secrets, IOptions<MailboxOptions> options, PublicAddress address, TimeProvider time, ILogger<Mailbox> logger)
{
    /// <summary>As many characters of a secret as Entra itself shows, but never more than a quarter of it.</summary>
    private const int MarkLength = 3;

    /// <summary>Adds a mailbox with a connection of its own, and saves.</summary>
    /// <returns>The mailbox, or what is wrong, as names of texts.</returns>
    internal async Task<(Mailbox? Mailbox, IReadOnlyList<string> Problems)> AddAsync(MailboxConnection asked, CancellationToken cancellationToken)
    {
        var problems = asked.Problems();
        if (problems.Count == 0 && await IsTakenAsync(asked.Address, cancellationToken))
        {
            problems = ["AddressTaken"];
        }

        if (problems.Count > 0)
        {
            return (null, problems);
        }

        var connection = AddConnection(asked);
        var mailbox = AddMailbox(connection.Id, asked.Address, asked.DisplayName, asked.ReceiveSince);
        await db.SaveChangesAsync(cancellationToken);
        Log.Connected(logger, mailbox.Id, mailbox.ShortName);
        return (mailbox, []);
    }

    /// <summary>The settings that a connection would have, with nothing stored: for a look before anything is entered.</summary>
    internal ConnectionSettings Foresee(MailboxConnection asked)
    {
        var addresses = asked.CustomAddresses ?? CloudAddresses.Of(asked.Cloud, options.Value);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var credentials = new List<CredentialSettings>();
        if (!string.IsNullOrWhiteSpace(asked.Secret))
        {
            credentials.Add(new SecretCredential(id, asked.Secret.Trim(), asked.SecretExpiresAt));
        }

        if (asked.Certificate.Length > 0)
        {
            credentials.Add(new CertificateCredential(id, X509CertificateLoader.LoadPkcs12(asked.Certificate.Span, asked.CertificatePassword, X509KeyStorageFlags.EphemeralKeySet)));
        }

        if (!string.IsNullOrWhiteSpace(asked.TokenFile))
        {
            credentials.Add(new FederatedCredential(id, asked.TokenFile));
        }

        return new ConnectionSettings
        {
            GrantId = id,
            Provider = Microsoft365Provider.ProviderName,
            Authority = addresses.Authority,
            Api = new Uri(addresses.Api),
            Resource = addresses.Resource,
            Tenant = asked.Tenant.Trim(),
            ClientId = asked.ClientId.Trim(),
            GrantKind = asked.GrantKind,
            IsShared = asked.IsShared,
            Credentials = credentials,
        };
    }

    internal async Task<bool> IsTakenAsync(string address, CancellationToken cancellationToken) => await FindAsync(address, cancellationToken) is not null;

    /// <returns>The mailbox that is connected by that address; null where none is.</returns>
    internal Task<MailboxId?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var normalized = address.Trim().ToLowerInvariant();
        return db.Mailboxes.Where(m => m.AddressNormalized == normalized).Select(m => (MailboxId?)m.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Adds a connection with its credentials.</summary>
    internal Connection AddConnection(MailboxConnection asked)
    {
        var connection = AddConnection(asked.Cloud, asked.CustomAddresses ?? CloudAddresses.Of(asked.Cloud, options.Value), asked.GrantKind);
        connection.Tenant = asked.Tenant.Trim();
        connection.ClientId = asked.ClientId.Trim();
        connection.ApplicationObjectId = string.IsNullOrWhiteSpace(asked.ApplicationObjectId) ? null : asked.ApplicationObjectId.Trim();
        connection.IsShared = asked.IsShared && asked.GrantKind == GrantKind.Delegated;
        AddCredentials(connection.Id, asked.Secret, asked.SecretExpiresAt, asked.Certificate, asked.CertificatePassword);
        if (asked.UsesOwnCertificate)
        {
            AddOwnCertificate(connection.Id).Dispose();
        }

        AddTokenFile(connection.Id, asked.TokenFile);
        return connection;
    }

    /// <summary>Adds a connection to a cloud, with nothing granted yet; the registration is entered later.</summary>
    internal Connection AddConnection(Cloud cloud, CloudAddresses addresses, GrantKind kind)
    {
        var now = time.GetUtcNow();
        var connection = new Connection
        {
            Id = new ConnectionId(Guid.CreateVersion7(now)),
            Provider = Microsoft365Provider.ProviderName,
            Cloud = cloud,
            Authority = "",
            Api = "",
            Resource = "",
            Tenant = "",
            ClientId = "",
            GrantKind = kind,
            CreatedAt = now,
        };
        LeadTo(connection, cloud, addresses);
        db.Connections.Add(connection);
        db.Grants.Add(new Grant { ConnectionId = connection.Id });
        return connection;
    }

    /// <summary>Leads a connection to a cloud.</summary>
    internal static void LeadTo(Connection connection, Cloud cloud, CloudAddresses addresses)
    {
        connection.Cloud = cloud;
        connection.Authority = addresses.Authority.AbsoluteUri;
        connection.Api = addresses.Api;
        connection.Resource = addresses.Resource;
    }

    /// <summary>Adds a mailbox that begins with the next look of the engine.</summary>
    internal Mailbox AddMailbox(ConnectionId connection, string mailAddress, string? displayName, DateTimeOffset? receiveSince)
    {
        var now = time.GetUtcNow();
        var mail = mailAddress.Trim();
        var mailbox = new Mailbox
        {
            Id = new MailboxId(Guid.CreateVersion7(now)),
            Address = mail,
            AddressNormalized = mail.ToLowerInvariant(),
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? mail : displayName.Trim(),
            ShortName = Mailbox.ShortNameOf(mail),
            ConnectionId = connection,
            ReceiveSince = receiveSince ?? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), // providers tell the time of a mail in whole seconds
            CreatedAt = now,
        };
        db.Mailboxes.Add(mailbox);
        db.MailboxFolders.AddRange(
            new MailboxFolder { MailboxId = mailbox.Id, Folder = FolderSettings.Inbox.Id, Role = FolderRole.Incoming },
            new MailboxFolder { MailboxId = mailbox.Id, Folder = MailboxFolders.SentItems, Role = FolderRole.Sent });
        db.MailboxLeases.Add(new MailboxLeaseRow { MailboxId = mailbox.Id, ExpiresAt = now });
        db.MailboxHealth.Add(new MailboxHealthRow { MailboxId = mailbox.Id, Since = now, ReportedAt = now });
        return mailbox;
    }

    /// <summary>Adds credentials beside those that are there; the newest is tried first until another one works.</summary>
    internal void AddCredentials(ConnectionId connection, string? secret, DateTimeOffset? expiresAt, ReadOnlyMemory<byte> certificate, string? password)
    {
        if (!string.IsNullOrWhiteSpace(secret))
        {
            db.Credentials.Add(Row(connection, CredentialKind.Secret, secret.Trim(), expiresAt, mark: secret.Trim()[..Math.Min(MarkLength, secret.Trim().Length / 4)]));
        }

        if (certificate.Length > 0)
        {
            using var loaded = X509CertificateLoader.LoadPkcs12(certificate.Span, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet);
            db.Credentials.Add(CertificateRow.Of(connection, loaded, secrets, time.GetUtcNow(), isOwn: false, CredentialStage.InUse));
        }
    }

    /// <summary>Whether the very same secret or certificate is there already.</summary>
    internal async Task<bool> IsKnownAsync(ConnectionId connection, string? secret, ReadOnlyMemory<byte> certificate, string? password, CancellationToken cancellationToken)
    {
        var known = await db.Credentials.AsNoTracking().Where(c => c.ConnectionId == connection).ToListAsync(cancellationToken);
        if (certificate.Length > 0)
        {
            using var loaded = X509CertificateLoader.LoadPkcs12(certificate.Span, password, X509KeyStorageFlags.EphemeralKeySet);
            var thumbprint = loaded.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA1);
            return known.Exists(c => c.Thumbprint == thumbprint);
        }

        return known.Exists(c => c.Kind == CredentialKind.Secret && secrets.TryOpen(c.Protected) == secret?.Trim());
    }

    /// <summary>Makes a certificate and adds it; its public part is for the registration.</summary>
    internal X509Certificate2 AddOwnCertificate(ConnectionId connection)
    {
        var certificate = OwnCertificate.Create($"Tern on {address.Base.Host}", time.GetUtcNow());
        db.Credentials.Add(CertificateRow.Of(connection, certificate, secrets, time.GetUtcNow(), isOwn: true, CredentialStage.InUse));
        return certificate;
    }

    /// <summary>Adds the file of a federated token, if there is one.</summary>
    internal void AddTokenFile(ConnectionId connection, string? path)
    {
        if (!string.IsNullOrWhiteSpace(path))
        {
            db.Credentials.Add(Row(connection, CredentialKind.Federated, path.Trim(), expiresAt: null));
        }
    }

    private Credential Row(ConnectionId connection, CredentialKind kind, string plain, DateTimeOffset? expiresAt, string? mark = null) => new()
    {
        Id = new CredentialId(Guid.CreateVersion7(time.GetUtcNow())),
        ConnectionId = connection,
        Kind = kind,
        Protected = secrets.Close(plain),
        Mark = mark,
        ExpiresAt = expiresAt,
        CreatedAt = time.GetUtcNow(),
    };
}
