using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Running;
using Tern.MailEngine.Sync;

namespace Tern.Commands.Mailboxes;

/// <summary>Checks mailboxes from outside the server: asks a running one, and works itself only where none runs.</summary>
internal sealed class MailboxRefresh(
    IDbContextFactory<TernDbContext> contexts,
    RefreshRequests requests,
    IMailboxLeases leases,
    MailboxCheck check,
    TimeProvider time,
    RefreshProgress progress)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TakenWithin = TimeSpan.FromMinutes(1);
    /// <summary>Microsoft counts requests over ten minutes (Microsoft Graph: "Outlook service limits").</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LongTrouble = TimeSpan.FromMinutes(10);

    internal async Task<IReadOnlyList<RefreshOutcome>> RunAsync(IReadOnlyList<ChosenMailbox> mailboxes, CancellationToken cancellationToken)
    {
        var served = await IsServedAsync(cancellationToken);
        var outcomes = new RefreshOutcome[mailboxes.Count];
        await Parallel.ForAsync(0, mailboxes.Count, new ParallelOptions { MaxDegreeOfParallelism = served ? mailboxes.Count : AtOnce, CancellationToken = cancellationToken }, async (i, stop) =>
        {
            outcomes[i] = await TryAsync(mailboxes[i], served, stop);
            progress.Done();
        });
        return outcomes;
    }

    /// <summary>One mailbox must not hide another, also where our own database fails.</summary>
    private async Task<RefreshOutcome> TryAsync(ChosenMailbox mailbox, bool served, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = served ? await AskAsync(mailbox, cancellationToken) : await WorkAsync(mailbox, cancellationToken);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return outcome with { Waiting = await WaitingMail.FindAsync(db, mailbox.Id, cancellationToken) };
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or DbUpdateException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            var cause = exception is System.Data.Common.DbException or DbUpdateException ? FaultCodes.DatabaseFailed : FaultCodes.StorageFailed;
            return new RefreshOutcome(mailbox, null, new Fault(cause, FaultClass.Transient, exception.Message));
        }
    }

    private async Task<bool> IsServedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - ServerPresence.Silence;
        return await db.Servers.AnyAsync(s => s.SeenAt > since, cancellationToken);
    }

    private async Task<RefreshOutcome> AskAsync(ChosenMailbox mailbox, CancellationToken cancellationToken)
    {
        var id = await requests.AskAsync(mailbox.Id, cancellationToken);
        var asked = time.GetUtcNow();
        var began = time.GetTimestamp();
        while (true)
        {
            var (isTaken, isDone, report) = await requests.LookAsync(id, cancellationToken);
            if (isDone)
            {
                return new RefreshOutcome(mailbox, report, report is null or { LeaseLost: true } ? Busy() : null);
            }

            // A server that was killed answers nothing more; one that lives says so every few seconds, and a busy one is given a minute to take it.
            // Nor does it take longer than it promised: then its answer was lost, not the check. A clock that is set meanwhile says nothing about that.
            var waited = time.GetElapsedTime(began);
            var isLate = waited >= (isTaken ? RefreshRequests.Patience + Patience : TakenWithin);
            if (waited >= Patience && (isLate || !await IsServedAsync(cancellationToken)))
            {
                return new RefreshOutcome(mailbox, null, new Fault(DeskFaults.ServerSilent, FaultClass.Transient, isTaken ? "The server took the request and gave no answer." : "The request was not taken."));
            }

            if (progress.IsShown)
            {
                progress.Report(new CycleReport { Mailbox = mailbox.Id, New = await requests.CountSinceAsync(mailbox.Id, asked, cancellationToken) });
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    private async Task<RefreshOutcome> WorkAsync(ChosenMailbox mailbox, CancellationToken cancellationToken)
    {
        if (await leases.TryTakeAsync(mailbox.Id, cancellationToken) is not { } lease)
        {
            return new RefreshOutcome(mailbox, null, Busy());
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepAsync(lease, done.Token);
        try
        {
            CycleReport? total = null;
            var failures = await FailuresBeforeAsync(mailbox.Id, cancellationToken);
            while (true)
            {
                var (report, _) = await check.RunAsync(lease, failures, isAskedFor: true, new SumSoFar(progress, total), cancellationToken);
                total = report is null ? total : total?.Plus(report) ?? report;
                if (report?.Fault is { Class: FaultClass.Throttled, RetryAfter: { } wait } && wait <= LongestWait && HasBrought(total))
                {
                    // In the middle of a large backlog; who asks for the first time is told at once.
                    progress.WaitUntil(time.GetUtcNow() + wait);
                    await Task.Delay(wait, time, cancellationToken);
                    progress.WaitUntil(null);
                }
                else if (report is not { HasMore: true, Succeeded: true })
                {
                    return new RefreshOutcome(mailbox, total, report is null or { LeaseLost: true } ? Busy() : null);
                }
            }
        }
        finally
        {
            await done.CancelAsync();
            await keeping;
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private static bool HasBrought(CycleReport? total) => total is not null && total.New + total.Replied + total.Ignored + total.Quarantined > 0;

    /// <summary>A cycle over a large backlog may take longer than a lease lasts.</summary>
    private async Task KeepAsync(MailboxLease lease, CancellationToken done)
    {
        while (true)
        {
            try
            {
                await Task.Delay(leases.Duration / 3, time, done);
                await leases.RenewAsync([lease], done);
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                return; // the work is done
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
            {
                // Tried again before the lease ends; what stores under a lost one is told so by the fence.
            }
        }
    }

    /// <summary>Where no server counts, what the last checks left behind does: a mailbox that has been in trouble for a while has failed several times.</summary>
    private async Task<int> FailuresBeforeAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = time.GetUtcNow() - LongTrouble;
        return await db.MailboxHealth.AnyAsync(h => h.MailboxId == mailbox && h.State == MailboxState.Degraded && h.Since <= since, cancellationToken)
            ? SyncCycle.CyclesThatMeanTheMessages
            : 0;
    }

    private static Fault Busy() => new(DeskFaults.BusyElsewhere, FaultClass.Transient, "Another node holds the lease.");
}

/// <summary>What the cycles before brought, and this one so far.</summary>
internal sealed class SumSoFar(IProgress<CycleReport> progress, CycleReport? before) : IProgress<CycleReport>
{
    public void Report(CycleReport value) => progress.Report(before?.Plus(value) ?? value);
}

internal sealed record RefreshOutcome(ChosenMailbox Mailbox, CycleReport? Report, Fault? Fault)
{
    /// <summary>Mails that could not be fetched yet, as they stand after the check.</summary>
    public IReadOnlyList<CycleNotice> Waiting { get; init; } = [];
}
