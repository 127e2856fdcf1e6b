using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Microsoft365;

namespace Tern.Features.Mailboxes;

/// <summary>Adds mailboxes and their credentials; the same rules for the browser and the command line.</summary>
internal sealed class MailboxRegistry(TernDbContext db, SecretBox secrets, IOptions<MailboxOptions> options, TimeProvider time, ILogger<Mailbox> logger)
{
    /// <summary>Adds a mailbox with a connection of its own.</summary>
    /// <returns>The mailbox, or what is wrong, as names of texts.</returns>
    internal async Task<(Mailbox? Mailbox, IReadOnlyList<string> Problems)> AddAsync(MailboxConnection asked, CancellationToken cancellationToken)
    {
        var problems = asked.Problems();
        var normalized = asked.Address.Trim().ToLowerInvariant();
        if (problems.Count == 0 && await db.Mailboxes.AnyAsync(m => m.AddressNormalized == normalized, cancellationToken))
        {
            problems = ["AddressTaken"];
        }

        if (problems.Count > 0)
        {
            return (null, problems);
        }

        var now = time.GetUtcNow();
        var connection = new Connection
        {
            Id = new ConnectionId(Guid.CreateVersion7(now)),
            Provider = Microsoft365Provider.ProviderName,
            Authority = options.Value.Authority.AbsoluteUri,
            Api = options.Value.Graph.AbsoluteUri.TrimEnd('/') + "/",
            Resource = options.Value.Resource,
            Tenant = asked.Tenant.Trim(),
            ClientId = asked.ClientId.Trim(),
            GrantKind = asked.GrantKind,
            IsShared = asked.IsShared && asked.GrantKind == MailEngine.Settings.GrantKind.Delegated,
            CreatedAt = now,
        };
        AddCredentials(connection.Id, asked.Secret, asked.SecretExpiresAt, asked.Certificate, asked.CertificatePassword);
        var mailbox = new Mailbox
        {
            Id = new MailboxId(Guid.CreateVersion7(now)),
            Address = asked.Address.Trim(),
            AddressNormalized = normalized,
            DisplayName = string.IsNullOrWhiteSpace(asked.DisplayName) ? asked.Address.Trim() : asked.DisplayName.Trim(),
            ShortName = Mailbox.ShortNameOf(asked.Address.Trim()),
            ConnectionId = connection.Id,
            ReceiveSince = asked.ReceiveSince ?? now,
            CreatedAt = now,
        };
        db.Connections.Add(connection);
        db.Grants.Add(new Grant { ConnectionId = connection.Id });
        db.Mailboxes.Add(mailbox);
        db.MailboxLeases.Add(new MailboxLeaseRow { MailboxId = mailbox.Id, ExpiresAt = now });
        db.MailboxHealth.Add(new MailboxHealthRow { MailboxId = mailbox.Id, Since = now, ReportedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        Log.Connected(logger, mailbox.Id, mailbox.ShortName);
        return (mailbox, []);
    }

    /// <summary>Adds credentials beside those that are there; the newest is tried first until another one works. The caller saves.</summary>
    internal void AddCredentials(ConnectionId connection, string? secret, DateTimeOffset? expiresAt, ReadOnlyMemory<byte> certificate, string? password)
    {
        var now = time.GetUtcNow();
        if (!string.IsNullOrWhiteSpace(secret))
        {
            db.Credentials.Add(new Credential
            {
                Id = new CredentialId(Guid.CreateVersion7(now)),
                ConnectionId = connection,
                Kind = CredentialKind.Secret,
                Protected = secrets.Close(secret.Trim()),
                ExpiresAt = expiresAt,
                CreatedAt = now,
            });
        }

        if (certificate.Length > 0)
        {
            using var loaded = X509CertificateLoader.LoadPkcs12(certificate.Span, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet);
            db.Credentials.Add(CertificateRow.Of(connection, loaded, secrets, now, isOwn: false, CredentialStage.InUse));
        }
    }
}
