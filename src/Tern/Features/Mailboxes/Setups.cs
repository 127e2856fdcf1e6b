using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Mailboxes;

/// <summary>Mailboxes that are being connected: begun, left, taken up again, given up.</summary>
internal sealed class Setups(TernDbContext db, TimeProvider time)
{
    internal async Task<OpenSetup> BeginAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var setup = new OpenSetup
        {
            Row = new MailboxSetup { Id = new MailboxSetupId(Guid.CreateVersion7(now)), StartedAt = now, TouchedAt = now, Step = SetupPath.Name(SetupStep.Preflight), Answers = "" },
            Answers = new SetupAnswers(),
        };
        db.MailboxSetups.Add(setup.Row);
        await SaveAsync(setup, cancellationToken);
        return setup;
    }

    internal async Task<OpenSetup?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var setupId = new MailboxSetupId(id);
        if (await db.MailboxSetups.SingleOrDefaultAsync(s => s.Id == setupId, cancellationToken) is not { } row)
        {
            return null;
        }

        return new OpenSetup
        {
            Row = row,
            Answers = SetupAnswers.Read(row.Answers),
            Connection = row.ConnectionId is { } connection ? await db.Connections.Include(c => c.Credentials).SingleAsync(c => c.Id == connection, cancellationToken) : null,
            Grant = row.ConnectionId is { } grant ? await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.ConnectionId == grant, cancellationToken) : null,
        };
    }

    internal async Task SaveAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        setup.Row.Answers = setup.Answers.Write();
        setup.Row.Step = SetupPath.Name(setup.Answers.Next);
        setup.Row.TouchedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Gives a setup up. A connection that no mailbox works with goes with its credentials; a mailbox that was made stays.</summary>
    internal async Task DiscardAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        db.MailboxSetups.Remove(setup.Row);
        await db.SaveChangesAsync(cancellationToken);
        if (setup.Connection is { } connection)
        {
            await RemoveUnusedAsync(connection.Id, cancellationToken);
        }
    }

    /// <summary>Removes a connection that neither a mailbox nor another setup works with; in the caller's transaction where there is one.</summary>
    internal async Task RemoveUnusedAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        if (await db.Mailboxes.AnyAsync(m => m.ConnectionId == id, cancellationToken) || await db.MailboxSetups.AnyAsync(s => s.ConnectionId == id, cancellationToken))
        {
            return;
        }

        await db.AccessTokens.Where(t => t.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Grants.Where(g => g.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Credentials.Where(c => c.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Connections.Where(c => c.Id == id).ExecuteDeleteAsync(cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Whether the connection serves this setup alone: then it may be changed. One that a mailbox works with is left as it is.</summary>
    internal async Task<bool> IsOwnAsync(OpenSetup setup, CancellationToken cancellationToken)
    {
        var id = setup.Row.ConnectionId;
        var mine = setup.Id;
        return id is { } connection
            && !await db.Mailboxes.AnyAsync(m => m.ConnectionId == connection, cancellationToken)
            && !await db.MailboxSetups.AnyAsync(s => s.ConnectionId == connection && s.Id != mine, cancellationToken);
    }

    /// <summary>What is sent as it is, a secret or another issuer's token, was entered for one host and never goes to another. A certificate only signs.</summary>
    internal async Task ForgetBearersAsync(Connection connection, CancellationToken cancellationToken)
    {
        connection.Credentials.RemoveAll(c => c.Kind != CredentialKind.Certificate);
        await db.Credentials.Where(c => c.ConnectionId == connection.Id && c.Kind != CredentialKind.Certificate).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>What was granted so far does not count any more: another registration, another cloud, another way. The number keeps out what is on its way.</summary>
    internal async Task ForgetGrantAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        await db.Grants.Where(g => g.ConnectionId == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(g => g.Number, g => g.Number + 1)
                .SetProperty(g => g.ProtectedRefreshToken, (string?)null)
                .SetProperty(g => g.SignedInObjectId, (string?)null)
                .SetProperty(g => g.SignedInUserName, (string?)null)
                .SetProperty(g => g.SignedInAt, (DateTimeOffset?)null)
                .SetProperty(g => g.Permissions, (string?)null)
                .SetProperty(g => g.Failure, (string?)null),
            cancellationToken);
        await db.AccessTokens.Where(t => t.ConnectionId == id).ExecuteDeleteAsync(cancellationToken);
    }
}
