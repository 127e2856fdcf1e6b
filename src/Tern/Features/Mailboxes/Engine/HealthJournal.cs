using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Sync;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Keeps how mailboxes fare; writes an event and one log line when the state or its cause changes, and a line for what a check went on from.</summary>
internal sealed class HealthJournal(IDbContextFactory<TernDbContext> contexts, FaultTexts texts, ILogger<HealthJournal> logger) : IHealthJournal
{
    private static readonly CycleNoticeKind[] LeavesNoTrace = [CycleNoticeKind.CursorExpired, CycleNoticeKind.FeedMissedMail, CycleNoticeKind.FilingGivenUp];
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);
    private static readonly TimeSpan ClearedEvery = TimeSpan.FromDays(1);

    /// <summary>When the history of a mailbox was last cleared by this process; forgotten with it, which costs one statement more.</summary>
    private readonly ConcurrentDictionary<MailboxId, DateTimeOffset> _clearedAt = [];

    public async Task ReportAsync(MailboxHealth health, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await IsAsBeforeAsync(db, health, cancellationToken))
        {
            return;
        }

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
        row.TraceId = health.Fault?.TraceId;
        row.FaultAt = health.Fault?.At;
        row.WorksUntil = health.WorksUntil;
        row.ClockOffsetSeconds = (int?)health.ClockOffset?.TotalSeconds;
        row.ReportedAt = health.At;
        row.NextCheckAt = health.NextCheckAt;
        row.LastSuccessAt = health.SucceededAt ?? row.LastSuccessAt;
        // Mails that wait stand in the ledger with their cause, and a missing folder is a state; the others leave no other trace.
        db.HealthEvents.AddRange(health.Notices.Where(n => LeavesNoTrace.Contains(n.Kind)).Select(n => Event(health, n.Fault)));
        if (changed)
        {
            db.HealthEvents.Add(Event(health, health.Fault));
        }

        var isLonger = db.ChangeTracker.Entries<HealthEvent>().Any();
        await db.SaveChangesAsync(cancellationToken);
        if (changed || health.Notices.Count > 0)
        {
            var shortName = await db.Mailboxes.Where(m => m.Id == health.Mailbox).Select(m => m.ShortName).SingleOrDefaultAsync(cancellationToken) ?? "";
            foreach (var notice in health.Notices)
            {
                Tell(health.Mailbox, shortName, notice);
            }

            if (changed)
            {
                Tell(health, shortName);
            }
        }

        if (isLonger)
        {
            await ClearAsync(db, health, cancellationToken);
        }
    }

    /// <summary>Nearly every report of nearly every mailbox: all is well, as it was. One statement notes when, and reads nothing.</summary>
    private static async Task<bool> IsAsBeforeAsync(TernDbContext db, MailboxHealth health, CancellationToken cancellationToken)
    {
        if (health is not { Fault: null, WorksUntil: null, SucceededAt: { } succeeded, Notices: [] })
        {
            return false;
        }

        var (reported, next, state, offset) = (health.At, health.NextCheckAt, health.State, (int?)health.ClockOffset?.TotalSeconds);
        return await db.MailboxHealth
            .Where(h => h.MailboxId == health.Mailbox && h.State == state && h.FaultCode == null && h.ProviderCode == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(h => h.ReportedAt, reported)
                    .SetProperty(h => h.NextCheckAt, next)
                    .SetProperty(h => h.LastSuccessAt, succeeded)
                    .SetProperty(h => h.ClockOffsetSeconds, offset),
                cancellationToken) == 1;
    }

    /// <summary>A history grows only where something is added to it, so that is when what is older than a year leaves; once a day is enough.</summary>
    private async Task ClearAsync(TernDbContext db, MailboxHealth health, CancellationToken cancellationToken)
    {
        if (_clearedAt.TryGetValue(health.Mailbox, out var cleared) && cleared + ClearedEvery > health.At)
        {
            return;
        }

        _clearedAt[health.Mailbox] = health.At;
        var before = health.At - KeptFor;
        await db.HealthEvents.Where(e => e.MailboxId == health.Mailbox && e.At < before).ExecuteDeleteAsync(cancellationToken);
    }

    private static HealthEvent Event(MailboxHealth health, Fault? fault) => new()
    {
        MailboxId = health.Mailbox,
        At = health.At,
        State = health.State,
        FaultCode = fault?.Code,
        ProviderCode = fault?.ProviderCode,
        Detail = fault?.Detail,
        RequestId = fault?.RequestId,
        TraceId = fault?.TraceId,
    };

    private void Tell(MailboxId mailbox, string shortName, CycleNotice notice)
    {
        var fault = notice.Fault;
        var text = texts.Of(fault.Code);
        switch (notice.Kind)
        {
            case CycleNoticeKind.CursorExpired:
                Log.ReadAnew(logger, mailbox, shortName, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
                break;
            case CycleNoticeKind.FeedMissedMail:
                Log.FeedMissedMail(logger, mailbox, shortName, notice.Mails, text.Cause, text.Remedy);
                break;
            case CycleNoticeKind.FilingGivenUp:
                Log.FilingGivenUp(logger, mailbox, shortName, notice.Mails, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
                break;
            case CycleNoticeKind.CountFailed:
                Log.CountFailed(logger, mailbox, shortName, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
                break;
            case CycleNoticeKind.FolderMissing:
                break; // said once, with the state
            case CycleNoticeKind.MailWaits:
                Log.MailWaits(logger, mailbox, shortName, notice.Mails, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
                break;
            case CycleNoticeKind.MailSetAside:
                Log.MailSetAside(logger, mailbox, shortName, notice.Mails, text.Cause, text.Remedy, fault.Code, fault.ProviderCode, fault.RequestId);
                break;
            default:
                throw new InvalidOperationException($"The engine noticed {notice.Kind}, which the journal does not know.");
        }
    }

    private void Tell(MailboxHealth health, string shortName)
    {
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
