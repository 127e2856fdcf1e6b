using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Errors;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Credentials in the database. What an administrator should hear of stands in the history of every mailbox that uses the connection.</summary>
internal sealed class CredentialStore(IDbContextFactory<TernDbContext> contexts, SecretBox secrets, TimeProvider time) : ICredentialStore
{
    public async Task<bool> NoteWarningAsync(Guid credentialId, int days, CancellationToken cancellationToken)
    {
        var id = new CredentialId(credentialId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var noted = await db.Credentials
            .Where(c => c.Id == id && (c.WarnedDays == null || c.WarnedDays > days))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.WarnedDays, days), cancellationToken);
        if (noted == 1)
        {
            var connection = await db.Credentials.Where(c => c.Id == id).Select(c => c.ConnectionId).SingleAsync(cancellationToken);
            await TellAsync(db, connection, "CredentialEnds", days.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return noted == 1;
    }

    public async Task ForgetWarningsAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        var id = new CredentialId(credentialId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Credentials.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.WarnedDays, (int?)null), cancellationToken);
    }

    public async Task NoteRegistrationAsync(Guid credentialId, string keyId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var id = new CredentialId(credentialId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Credentials
            .Where(c => c.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.KeyId, keyId).SetProperty(c => c.ExpiresAt, expiresAt), cancellationToken);
    }

    public async Task<bool> AddNextAsync(Guid grantId, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var connection = new ConnectionId(grantId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var other in await db.Credentials.Where(c => c.ConnectionId == connection && c.Stage != CredentialStage.InUse).ToListAsync(cancellationToken))
        {
            if (secrets.TryOpen(other.Protected) is not null)
            {
                return false;
            }

            db.Credentials.Remove(other); // made with keys that are lost: nobody can use it any more
        }

        db.Credentials.Add(CertificateRow.Of(connection, certificate, secrets, time.GetUtcNow(), isOwn: true, CredentialStage.Made));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task NextWasAddedAsync(Guid credentialId, string keyId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = new CredentialId(credentialId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Credentials
            .Where(c => c.Id == id && c.Stage != CredentialStage.InUse)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Stage, CredentialStage.Added).SetProperty(c => c.KeyId, keyId).SetProperty(c => c.AddedAt, at), cancellationToken);
    }

    public async Task PromoteNextAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        var id = new CredentialId(credentialId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var credential = await db.Credentials.SingleOrDefaultAsync(c => c.Id == id && c.Stage != CredentialStage.InUse, cancellationToken);
        if (credential is null)
        {
            return; // another node did it
        }

        credential.Stage = CredentialStage.InUse;
        var connection = await db.Connections.SingleAsync(c => c.Id == credential.ConnectionId, cancellationToken);
        connection.Works(id);
        await TellAsync(db, connection.Id, "KeyRolled", detail: null, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task NoteRollingAsync(Guid grantId, Fault? fault, CancellationToken cancellationToken)
    {
        var id = new ConnectionId(grantId);
        var (code, detail) = (fault?.Code, fault?.Detail);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Connections
            .Where(c => c.Id == id && c.RollingFaultCode != code)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.RollingFaultCode, code).SetProperty(c => c.RollingFaultDetail, detail), cancellationToken);
    }

    public async Task RemoveAsync(Guid credentialId, CancellationToken cancellationToken)
    {
        var id = new CredentialId(credentialId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Credentials.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task TellAsync(TernDbContext db, ConnectionId connection, string note, string? detail, CancellationToken cancellationToken)
    {
        var health = db.MailboxHealth; // an expression tree takes no extension property
        var mailboxes = await (from m in db.Mailboxes
                               join h in health on m.Id equals h.MailboxId
                               where m.ConnectionId == connection
                               select new { m.Id, h.State }).ToListAsync(cancellationToken);
        db.HealthEvents.AddRange(mailboxes.Select(m => new HealthEvent { MailboxId = m.Id, At = time.GetUtcNow(), State = m.State, Note = note, Detail = detail }));
    }
}
