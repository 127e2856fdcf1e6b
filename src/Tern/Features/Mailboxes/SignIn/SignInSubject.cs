using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>What a sign-in is about: the connection, and the mailbox that it must open.</summary>
internal sealed record SignInSubject(Connection Connection, string Address, string Folder)
{
    internal OpenSetup? Setup { get; init; }

    /// <returns>Null where there is nothing to sign in for.</returns>
    internal static async Task<SignInSubject?> FindAsync(TernDbContext db, Setups setups, SignInTarget target, CancellationToken cancellationToken)
    {
        if (target.Setup is { } id)
        {
            return await setups.FindAsync(id, cancellationToken) is { IsClosed: false, Connection: { GrantKind: GrantKind.Delegated, ClientId.Length: > 0 } connection, Answers.Address: { } address } setup
                ? new SignInSubject(connection, address, FolderSettings.Inbox.Id) { Setup = setup }
                : null;
        }

        var mailboxId = new MailboxId(target.Mailbox!.Value);
        return await db.Mailboxes.Include(m => m.Connection.Credentials).SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken) is { Connection.GrantKind: GrantKind.Delegated } mailbox
            ? new SignInSubject(mailbox.Connection, mailbox.Address, await db.MainFolderAsync(mailboxId, cancellationToken))
            : null;
    }
}
