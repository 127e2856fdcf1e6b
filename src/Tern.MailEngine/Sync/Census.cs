using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>
/// The second look at a folder: a listing, counted against the ledger, finds what the change feed did not tell. With immutable ids the feed can miss a message
/// that left the folder and came back (Microsoft Graph: "Known issues", noted on 25 February 2026).
/// </summary>
internal sealed class Census(MailFetching fetching, MailEngineOptions options, TimeProvider time)
{
    private const int Newest = 200;
    private const int Page = 1000;
    private const int PagesPerCycle = 5;

    /// <summary>So long a change may take to show in the feed; what is younger was not missed.</summary>
    private static readonly TimeSpan FeedLag = TimeSpan.FromMinutes(5);

    /// <summary>So long after a listing that failed it is tried again.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(5);

    /// <summary>Counts what is due. Only where the feed has nothing more: before that everything would seem to be missing.</summary>
    public async Task RunAsync(CycleRun run, FolderSettings folder, FolderState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (state.CensusAt is null || state.WholeCensusAt is null)
        {
            // A full round has just come to its end, and was a count of the whole folder.
            await run.StoreAsync(new MailBatch { Folder = folder, State = state with { CensusAt = now, WholeCensusAt = now, WholeCensusBefore = null } }, cancellationToken);
            return;
        }

        if (IsDue(state.CensusAt.Value, options.CensusInterval, now))
        {
            if (await ListAsync(run, folder, Recent(run, now), before: null, Newest, cancellationToken) is not { } rows)
            {
                await run.StoreAsync(new MailBatch { Folder = folder, State = state with { CensusAt = DueAgain(options.CensusInterval, now) } }, cancellationToken);
                return; // the count of the whole would ask for more of the same
            }

            state = state with { CensusAt = now };
            await CountAsync(run, folder, rows, state, cancellationToken);
        }

        if (IsDue(state.WholeCensusAt.Value, options.WholeCensusInterval, now))
        {
            await CountWholeAsync(run, folder, state, now, cancellationToken);
        }
    }

    private async Task CountWholeAsync(CycleRun run, FolderSettings folder, FolderState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var pages = 0; pages < PagesPerCycle && !run.Report.LeaseLost; pages++)
        {
            var before = state.WholeCensusBefore;
            if (await ListAsync(run, folder, run.Settings.ReceiveSince, before, Page, cancellationToken) is not { } rows)
            {
                await run.StoreAsync(new MailBatch { Folder = folder, State = state with { WholeCensusAt = DueAgain(options.WholeCensusInterval, now) } }, cancellationToken);
                return;
            }

            state = Next(state, rows, before, now);
            await CountAsync(run, folder, rows, state, cancellationToken);
            if (state.WholeCensusBefore is null)
            {
                return;
            }
        }
    }

    /// <summary>What came since the count of the whole folder before the last one; older mail has been counted with the whole.</summary>
    private DateTimeOffset Recent(CycleRun run, DateTimeOffset now)
    {
        var recent = now - (2 * options.WholeCensusInterval);
        return recent > run.Settings.ReceiveSince ? recent : run.Settings.ReceiveSince;
    }

    /// <summary>The last row of a full page is where the next one begins; a page that leads no further is the last.</summary>
    private static FolderState Next(FolderState state, IReadOnlyList<MailChange> rows, DateTimeOffset? before, DateTimeOffset now)
    {
        var oldest = rows.Min(r => r.ReceivedAt);
        return rows.Count < Page || oldest is null || oldest == before
            ? state with { WholeCensusAt = now, WholeCensusBefore = null }
            : state with { WholeCensusBefore = oldest };
    }

    /// <summary>A count is a second look: where it fails, what the first one tells must go on, here and in the other folders.</summary>
    /// <returns>Null where the listing could not be had.</returns>
    private static async Task<IReadOnlyList<MailChange>?> ListAsync(
        CycleRun run, FolderSettings folder, DateTimeOffset since, DateTimeOffset? before, int atMost, CancellationToken cancellationToken)
    {
        try
        {
            return await run.Session.ListAsync(folder.Id, since, before, atMost, cancellationToken);
        }
        catch (MailboxException failure) when (IsAboutTheListing(failure))
        {
            run.Note(new CycleNotice(CycleNoticeKind.CountFailed, failure.Fault, Mails: 0));
            return null;
        }
    }

    /// <summary>The feed of this very folder has just answered: what is refused now is the listing, unless the provider asks for rest, wants another token or is out of reach.</summary>
    private static bool IsAboutTheListing(MailboxException failure) => failure switch
    {
        MailboxThrottledException => false,
        MailboxUnavailableException { IsTooSlow: true } => true,
        MailboxUnavailableException => !FaultCodes.IsAboutTheNetwork(failure.Fault.Code),
        MailboxAuthenticationException => failure.Fault.Code is FaultCodes.AccessDenied or FaultCodes.AccessPolicy or FaultCodes.PermissionMissing or FaultCodes.ConfigurationWrong,
        _ => true,
    };

    private async Task CountAsync(CycleRun run, FolderSettings folder, IReadOnlyList<MailChange> rows, FolderState next, CancellationToken cancellationToken)
    {
        var found = await fetching.RunAsync(run, folder, rows, next, cancellationToken);
        var missed = found.Count(r => r.ReceivedAt is { } at && at < time.GetUtcNow() - FeedLag);
        if (missed > 0)
        {
            run.Note(new CycleNotice(CycleNoticeKind.FeedMissedMail, new Fault(FaultCodes.FeedIncomplete, FaultClass.Transient, $"The change feed of {folder.Id} had not told of {missed} messages."), missed));
        }
    }

    /// <summary>As if the last count had been so long ago that the next one is due in a few minutes.</summary>
    private static DateTimeOffset DueAgain(TimeSpan gap, DateTimeOffset now) => now - gap + (gap < AgainAfter ? gap : AgainAfter);

    /// <summary>A moment that lies in the future was written by a clock that was ahead.</summary>
    private static bool IsDue(DateTimeOffset last, TimeSpan gap, DateTimeOffset now) => last + gap <= now || last > now + gap;
}
