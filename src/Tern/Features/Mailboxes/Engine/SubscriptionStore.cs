using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Push;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Subscriptions in the database. A secret that is kept is known to this process at once, before Microsoft can use it.</summary>
internal sealed class SubscriptionStore(IDbContextFactory<TernDbContext> contexts, SecretBox secrets, ClientStates states) : ISubscriptionStore
{
    public async Task<IReadOnlyList<MailboxId>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var subscriptions = db.Subscriptions; // an expression tree takes no extension property
        return await db.Mailboxes
            .Where(m => !m.IsPaused && !subscriptions.Any(s => s.MailboxId == m.Id && s.CareAt > now))
            .OrderBy(m => m.Id)
            .Select(m => m.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task<KeptSubscription?> FindAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.MailboxId == mailbox, cancellationToken) is { } row
            && secrets.TryOpen(row.ProtectedClientState) is { } clientState // one made with keys that are lost is as good as none: another is made
            ? new KeptSubscription
            {
                Mailbox = row.MailboxId,
                ClientState = clientState,
                Id = row.SubscriptionId,
                Address = row.Address is null ? null : new Uri(row.Address),
                ExpiresAt = row.ExpiresAt,
                RenewAt = row.RenewAt,
                IsAsked = row.IsAsked,
                Longest = row.LongestMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                Failures = row.Failures,
                Fault = row.FaultCode is null ? null : new Fault(row.FaultCode, row.FaultClass ?? FaultCodes.ClassOf(row.FaultCode), row.FaultDetail ?? "") { ProviderCode = row.ProviderCode, RequestId = row.RequestId },
                CareAt = row.CareAt,
            }
            : null;
    }

    public async Task SaveAsync(KeptSubscription kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kept);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Subscriptions.SingleOrDefaultAsync(s => s.MailboxId == kept.Mailbox, cancellationToken);
        if (row is null)
        {
            if (!await db.Mailboxes.AnyAsync(m => m.Id == kept.Mailbox, cancellationToken))
            {
                return;
            }

            row = new SubscriptionRow { MailboxId = kept.Mailbox, ProtectedClientState = secrets.Close(kept.ClientState), CareAt = kept.CareAt };
            db.Subscriptions.Add(row);
        }
        else if (secrets.TryOpen(row.ProtectedClientState) != kept.ClientState)
        {
            row.ProtectedClientState = secrets.Close(kept.ClientState);
        }

        row.SubscriptionId = kept.Id;
        row.Address = kept.Address?.AbsoluteUri;
        row.ExpiresAt = kept.ExpiresAt;
        row.RenewAt = kept.RenewAt;
        row.IsAsked = kept.IsAsked;
        row.LongestMinutes = (int?)kept.Longest?.TotalMinutes;
        row.Failures = kept.Failures;
        row.FaultCode = kept.Fault?.Code;
        row.FaultClass = kept.Fault?.Class;
        row.FaultDetail = kept.Fault?.Detail;
        row.ProviderCode = kept.Fault?.ProviderCode;
        row.RequestId = kept.Fault?.RequestId;
        row.CareAt = kept.CareAt;
        await db.SaveChangesAsync(cancellationToken);
        states.Learn(kept.Mailbox, kept.ClientState);
    }
}
