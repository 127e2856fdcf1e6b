using Microsoft.Extensions.Logging;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>
/// One short pass over a mailbox, folder by folder: change page, raw messages, delivery, cursor; then the count, and what is to be done at the provider. Everything
/// it needs is handed to it; nothing is left behind in memory. The cursor moves only with what is stored.
/// </summary>
/// <param name="delivery">The host.</param>
/// <param name="options">Sizes and limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed class SyncCycle(IMailDelivery delivery, MailEngineOptions options, TimeProvider time, ILogger<SyncCycle> logger)
{
    /// <summary>So many failed cycles in a row, and messages that cannot be fetched are no longer taken for the provider's trouble.</summary>
    public const int CyclesThatMeanTheMessages = 3;

    private readonly MailFetching _fetching = new(delivery, options, time);
    private readonly MailFiling _filing = new(delivery, options, time);
    private readonly CatchUpTurns _turns = new(options.CatchingUpAtOnce);

    private Census Census => field ??= new Census(_fetching, options, time);

    /// <summary>Reads what is new.</summary>
    /// <param name="lease">The right to store.</param>
    /// <param name="settings">Fresh settings.</param>
    /// <param name="session">The mailbox, opened with them.</param>
    /// <param name="failuresBefore">Failed cycles in a row before this one: from the third on, messages that cannot be fetched are no longer taken for the provider's trouble.</param>
    /// <param name="progress">Told after every batch; may be null.</param>
    /// <param name="cancellationToken">Stops after the batch in hand.</param>
    /// <exception cref="MailboxException">The provider failed; what was stored before stays stored.</exception>
    public async Task<CycleReport> RunAsync(
        MailboxLease lease,
        MailboxSettings settings,
        IMailboxSession session,
        int failuresBefore,
        IProgress<CycleReport>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(session);
        using var run = new CycleRun(delivery, lease, settings, session, progress, _turns)
        {
            Report = new CycleReport { Mailbox = settings.Id },
            BlamesMessages = failuresBefore >= CyclesThatMeanTheMessages,
        };
        List<FolderState> missing = [];
        foreach (var folder in settings.Folders)
        {
            if (await TryReadAsync(run, folder, cancellationToken) is { } before && folder.Role == FolderRole.Incoming)
            {
                missing.Add(before);
            }
        }

        if (missing.Count > 0 && missing.Count == settings.Folders.Count(f => f.Role == FolderRole.Incoming) && missing.TrueForAll(f => f.MissingSince is not null))
        {
            await ReadInboxInsteadAsync(run, missing.Max(f => f.MissingSince)!.Value, cancellationToken);
        }

        await _fetching.RetryAsync(run, cancellationToken);
        await _filing.RunAsync(run, cancellationToken);
        var report = run.Report;
        if (report.LeaseLost)
        {
            Log.LeaseLost(logger, lease.Mailbox, lease.Epoch);
        }

        Log.CycleCompleted(logger, settings.Id, settings.ShortName, run.Fetched, report.New + report.Replied, report.Ignored, report.Quarantined);
        return report;
    }

    /// <summary>Reads a folder. One that does not exist must not keep the others from being read; since when it has been missing is kept.</summary>
    /// <returns>Null where it was read; where it is missing, what was known of it before this look.</returns>
    private async Task<FolderState?> TryReadAsync(CycleRun run, FolderSettings folder, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(run, folder, cancellationToken);
            return null;
        }
        catch (MailboxAuthenticationException missing) when (missing.Fault.Code == FaultCodes.FolderMissing)
        {
            run.Note(new CycleNotice(CycleNoticeKind.FolderMissing, missing.Fault, Mails: 0));
            run.Report = run.Report with { Trouble = missing.Fault };
            var state = await delivery.LoadFolderAsync(run.Settings.Id, folder.Id, cancellationToken);
            if (state.MissingSince is null)
            {
                await run.StoreAsync(new MailBatch { Folder = folder, State = state with { MissingSince = time.GetUtcNow() } }, cancellationToken);
            }

            return state;
        }
    }

    /// <summary>
    /// Where every chosen folder is gone, and was so in the look before (a provider may once say so of a folder that is there), rules that filled them fail and mail
    /// stays in the inbox. What lay there before is none of the desk's business: only what came within the hour before the last of them was first missed, or comes
    /// later, is read. That moment is kept: were it to move with the clock, what came during an outage would count as older and be left alone for good.
    /// </summary>
    private async Task ReadInboxInsteadAsync(CycleRun run, DateTimeOffset missingSince, CancellationToken cancellationToken)
    {
        var since = missingSince - TimeSpan.FromHours(1);
        var inbox = run.With(run.Settings with { ReceiveSince = since > run.Settings.ReceiveSince ? since : run.Settings.ReceiveSince });
        try
        {
            await ReadAsync(inbox, FolderSettings.Inbox, cancellationToken);
        }
        finally
        {
            run.Take(inbox);
        }
    }

    private async Task ReadAsync(CycleRun run, FolderSettings folder, CancellationToken cancellationToken)
    {
        var state = await delivery.LoadFolderAsync(run.Settings.Id, folder.Id, cancellationToken);
        var share = Math.Max(1, options.PagesPerCycle / run.Settings.Folders.Count);
        for (var pages = 0; pages < share && !run.Report.LeaseLost; pages++)
        {
            (var page, state) = await ReadPageAsync(run, folder, state, cancellationToken);
            var next = state with { Cursor = page.Cursor, MissingSince = null };
            await _fetching.RunAsync(run, folder, page.Changes, next == state ? null : next, cancellationToken);
            state = next;
            if (page.IsLast)
            {
                await Census.RunAsync(run, folder, state, cancellationToken);
                return;
            }
        }

        run.Report = run.Report with { HasMore = true };
    }

    private static async Task<(ChangePage Page, FolderState State)> ReadPageAsync(CycleRun run, FolderSettings folder, FolderState state, CancellationToken cancellationToken)
    {
        try
        {
            return (await run.Session.ReadChangesAsync(folder.Id, state.Cursor, cancellationToken), state);
        }
        catch (SyncCursorExpiredException expired) when (state.Cursor is not null)
        {
            // The ledger remembers every message, so the full round stores nothing twice (Microsoft Graph: "Use delta query to track changes", 410 Gone).
            run.Note(new CycleNotice(CycleNoticeKind.CursorExpired, expired.Fault, Mails: 0));
            return (await run.Session.ReadChangesAsync(folder.Id, cursor: null, cancellationToken), FolderState.New);
        }
    }
}
