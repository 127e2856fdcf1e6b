using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Credentials;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Makes a certificate whose private key never leaves this server, for the administrator to upload its public part.</summary>
internal static class MakeCertificate
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapPost("/{id:guid}/certificate", MakeAsync);
        mailboxes.MapGet("/{id:guid}/credentials/{credential:guid}/public", DownloadAsync);
    }

    private static async Task<IResult> MakeAsync(Guid id, TernDbContext db, SecretBox secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var mailbox = await db.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken);
        if (mailbox is null)
        {
            return TypedResults.NotFound();
        }

        var now = time.GetUtcNow();
        using var certificate = OwnCertificate.Create($"Tern {mailbox.ShortName}", now);
        db.Credentials.Add(CertificateRow.Of(mailbox.ConnectionId, certificate, secrets, now, isOwn: true, CredentialStage.InUse));
        await db.SaveChangesAsync(cancellationToken);
        return MailboxPath.Redirect(mailboxId, "CertificateMade");
    }

    private static async Task<IResult> DownloadAsync(Guid id, Guid credential, TernDbContext db, ConnectionReader reader, CancellationToken cancellationToken)
    {
        var (mailboxId, credentialId) = (new MailboxId(id), new CredentialId(credential));
        var found = await db.CredentialsOf(mailboxId).AsNoTracking().SingleOrDefaultAsync(c => c.Id == credentialId && c.Kind == CredentialKind.Certificate, cancellationToken);
        return found is null
            ? TypedResults.NotFound()
            : TypedResults.File(reader.PublicPart(found), "application/pkix-cert", $"tern-{found.Thumbprint![..8].ToLowerInvariant()}.cer");
    }
}
