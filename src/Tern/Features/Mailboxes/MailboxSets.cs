using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

internal static class MailboxSets
{
    extension(TernDbContext db)
    {
        internal DbSet<Mailbox> Mailboxes => db.Set<Mailbox>();

        /// <summary>The credentials of the connection that a mailbox uses.</summary>
        internal IQueryable<Credential> CredentialsOf(MailboxId mailbox)
        {
            var mailboxes = db.Set<Mailbox>();
            return db.Set<Credential>().Where(c => mailboxes.Any(m => m.Id == mailbox && m.ConnectionId == c.ConnectionId));
        }

        internal DbSet<Connection> Connections => db.Set<Connection>();

        internal DbSet<Credential> Credentials => db.Set<Credential>();

        internal DbSet<Grant> Grants => db.Set<Grant>();

        internal DbSet<StoredAccessToken> AccessTokens => db.Set<StoredAccessToken>();

        internal DbSet<MailboxLeaseRow> MailboxLeases => db.Set<MailboxLeaseRow>();

        internal DbSet<MailboxFolder> MailboxFolders => db.Set<MailboxFolder>();

        internal DbSet<SubscriptionRow> Subscriptions => db.Set<SubscriptionRow>();

        internal DbSet<SyncCursorRow> SyncCursors => db.Set<SyncCursorRow>();

        internal DbSet<IntakeEntry> Intake => db.Set<IntakeEntry>();

        internal DbSet<MailboxHealthRow> MailboxHealth => db.Set<MailboxHealthRow>();

        internal DbSet<HealthEvent> HealthEvents => db.Set<HealthEvent>();

        internal DbSet<MailboxSetup> MailboxSetups => db.Set<MailboxSetup>();

        internal DbSet<RefreshRequest> RefreshRequests => db.Set<RefreshRequest>();

        internal DbSet<ServerPresence> Servers => db.Set<ServerPresence>();
    }
}
