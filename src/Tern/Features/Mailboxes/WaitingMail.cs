using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Sync;

namespace Tern.Features.Mailboxes;

/// <summary>What the ledger knows of mails that could not be fetched: those tried again, and those given up.</summary>
internal static class WaitingMail
{
    /// <summary>One notice for each cause, as it stands now: also of mails that no check has touched for hours.</summary>
    internal static async Task<IReadOnlyList<CycleNotice>> FindAsync(TernDbContext db, MailboxId mailbox, CancellationToken cancellationToken)
    {
        var causes = await db.Intake
            .Where(e => e.MailboxId == mailbox && (e.Fate == IntakeFate.Waiting || (e.Fate == IntakeFate.Quarantined && e.Raw == null)))
            .GroupBy(e => new { e.Fate, e.Reason })
            .Select(g => new { g.Key.Fate, g.Key.Reason, Detail = g.Max(e => e.Detail), Mails = g.Count() })
            .OrderBy(c => c.Fate).ThenBy(c => c.Reason)
            .ToListAsync(cancellationToken);
        return [.. causes.Select(c => new CycleNotice(
            c.Fate == IntakeFate.Waiting ? CycleNoticeKind.MailWaits : CycleNoticeKind.MailSetAside,
            new Fault(c.Reason ?? FaultCodes.Unexpected, FaultClass.Transient, c.Detail ?? ""),
            c.Mails))];
    }
}
