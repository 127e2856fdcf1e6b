using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Health;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Keeps how mailboxes fare; writes an event and one log line when the state or its cause changes.</summary>
internal sealed class HealthJournal(IDbContextFactory<TernDbContext> contexts, FaultTexts texts, ILogger<HealthJournal> logger) : IHealthJournal
{
    public async Task ReportAsync(MailboxHealth health, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.MailboxHealth.SingleOrDefaultAsync(h => h.MailboxId == health.Mailbox, cancellationToken);
        if (row is null)
        {
            return; // deleted meanwhile
        }

        var changed = row.State != health.State || row.FaultCode != health.Fault?.Code || row.ProviderCode != health.Fault?.ProviderCode;
        row.State = health.State;
        row.Since = changed ? health.At : row.Since;
        row.FaultCode = health.Fault?.Code;
        row.FaultClass = health.Fault?.Class;
        row.FaultDetail = health.Fault?.Detail;
        row.ProviderCode = health.Fault?.ProviderCode;
        row.RequestId = health.Fault?.RequestId;
        row.ReportedAt = health.At;
        row.NextCheckAt = health.NextCheckAt;
        row.LastSuccessAt = health.SucceededAt ?? row.LastSuccessAt;
        if (changed)
        {
            db.HealthEvents.Add(new HealthEvent
            {
                MailboxId = health.Mailbox,
                At = health.At,
                State = health.State,
                FaultCode = health.Fault?.Code,
                ProviderCode = health.Fault?.ProviderCode,
                Detail = health.Fault?.Detail,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        if (changed)
        {
            await TellAsync(db, health, cancellationToken);
        }
    }

    private async Task TellAsync(TernDbContext db, MailboxHealth health, CancellationToken cancellationToken)
    {
        var shortName = await db.Mailboxes.Where(m => m.Id == health.Mailbox).Select(m => m.ShortName).SingleOrDefaultAsync(cancellationToken) ?? "";
        if (health.Fault is not { } fault)
        {
            Log.Recovered(logger, health.Mailbox, shortName, health.State);
            return;
        }

        var text = texts.Of(fault.Code);
        if (health.State == MailboxState.ActionNeeded)
        {
            Log.NeedsAction(logger, health.Mailbox, shortName, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
        }
        else
        {
            Log.InTrouble(logger, health.Mailbox, shortName, health.State, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
        }
    }
}
