using Microsoft.Extensions.Logging;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>
/// One short pass over a mailbox: change page, raw messages, delivery, cursor. Everything it needs is handed to it; nothing is left behind in memory.
/// A message that cannot be fetched never holds up the others, and the cursor moves only with what is stored.
/// </summary>
/// <param name="delivery">The host.</param>
/// <param name="options">Sizes and limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed class SyncCycle(IMailDelivery delivery, MailEngineOptions options, TimeProvider time, ILogger<SyncCycle> logger)
{
    /// <summary>So many failed cycles in a row, and messages that cannot be fetched are no longer taken for the provider's trouble.</summary>
    public const int CyclesThatMeanTheMessages = 3;

    private const int FailuresThatMeanTheProvider = 3;
    private const int SlowRetries = 28;
    private static readonly TimeSpan SlowRetryGap = TimeSpan.FromHours(6);

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
        var run = new Run(lease, settings, session, progress)
        {
            Report = new CycleReport { Mailbox = settings.Id },
            BlamesMessages = failuresBefore >= CyclesThatMeanTheMessages,
        };
        var cursor = await delivery.LoadCursorAsync(settings.Id, cancellationToken);
        for (var pages = 0; pages < options.PagesPerCycle && !run.Report.LeaseLost; pages++)
        {
            var page = await ReadPageAsync(run, cursor, cancellationToken);
            await DeliverPageAsync(run, page, moved: page.Cursor != cursor, cancellationToken);
            cursor = page.Cursor;
            run.Report = run.Report with { HasMore = !page.IsLast };
            if (page.IsLast)
            {
                break;
            }
        }

        // Only now: the pages prove that the provider answers, so a failure here is the message's own.
        await RetryUnfetchedAsync(run, cancellationToken);
        var report = run.Report;
        Log.CycleCompleted(logger, settings.Id, settings.ShortName, run.Fetched, report.New + report.Replied, report.Ignored, report.Quarantined);
        return report;
    }

    private static async Task<ChangePage> ReadPageAsync(Run run, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await run.Session.ReadChangesAsync(cursor, cancellationToken);
        }
        catch (SyncCursorExpiredException expired) when (cursor is not null)
        {
            // The ledger remembers every message, so the full round stores nothing twice (Microsoft Graph: "Use delta query to track changes", 410 Gone).
            run.Report = run.Report.Add(new CycleNotice(CycleNoticeKind.CursorExpired, expired.Fault, Mails: 0));
            return await run.Session.ReadChangesAsync(cursor: null, cancellationToken);
        }
    }

    private async Task DeliverPageAsync(Run run, ChangePage page, bool moved, CancellationToken cancellationToken)
    {
        // The feed repeats itself and reports changes of what we know; only what the ledger has not judged is fetched.
        var rows = page.Changes.Where(c => !c.IsRemoved).GroupBy(c => c.ProviderId).Select(g => g.FirstOrDefault(c => c.ReceivedAt is not null) ?? g.First()).ToList();
        var unknown = rows.Count == 0
            ? new HashSet<string>()
            : await delivery.FindUnknownAsync(run.Settings.Id, [.. rows.Select(r => r.ProviderId)], cancellationToken);
        var wanted = new Queue<MailChange>(rows.Where(r => unknown.Contains(r.ProviderId)).OrderBy(r => r.ReceivedAt ?? DateTimeOffset.MaxValue));
        run.Report = run.Report with { Checked = run.Report.Checked + page.Changes.Count };

        while (wanted.Count > 0 && !run.Report.LeaseLost)
        {
            var batch = await FetchBatchAsync(run, wanted, cancellationToken);
            await StoreAsync(run, batch, wanted.Count == 0 && moved ? page.Cursor : null, cancellationToken);
            moved = moved && wanted.Count > 0;
        }

        if (moved && !run.Report.LeaseLost)
        {
            await StoreAsync(run, [], page.Cursor, cancellationToken);
        }
    }

    private async Task<List<FetchedMail>> FetchBatchAsync(Run run, Queue<MailChange> wanted, CancellationToken cancellationToken)
    {
        var batch = new List<FetchedMail>();
        var bytes = 0L;
        while (wanted.Count > 0 && batch.Count < options.BatchSize && bytes < options.BatchBytes)
        {
            var flights = new List<Task<FetchedMail>>();
            while (flights.Count < options.ConcurrentFetches && batch.Count + flights.Count < options.BatchSize && wanted.TryDequeue(out var change))
            {
                flights.Add(change.ReceivedAt < run.Settings.ReceiveSince
                    ? Task.FromResult<FetchedMail>(new LeftAloneMail(change.ProviderId, change.ReceivedAt, LeftAloneReason.OlderThanConnection))
                    : FetchAsync(run, change, attempt: 1, cancellationToken));
            }

            foreach (var mail in await Task.WhenAll(flights))
            {
                batch.Add(mail);
                bytes += mail is ArrivedMail arrived ? arrived.Raw.Size : 0;
            }

            if (!run.BlamesMessages && ProvidersTrouble(run, batch) is { } fault)
            {
                throw new MailboxUnavailableException(fault);
            }
        }

        return batch;
    }

    /// <summary>
    /// Nothing can be fetched at all, or the connection breaks before anything was: that must not be counted against each message. But where it
    /// stays so while the pages are read, it is the messages after all, and they must not hold up the mailbox for ever.
    /// </summary>
    private static Fault? ProvidersTrouble(Run run, List<FetchedMail> batch)
    {
        var failed = batch.OfType<UnfetchedMail>().ToList();
        return (batch.Count >= FailuresThatMeanTheProvider && failed.Count == batch.Count) || run.Fetched == 0
            ? (failed.Count >= FailuresThatMeanTheProvider ? failed[0] : failed.Find(m => FaultCodes.IsAboutTheNetwork(m.Fault.Code)))?.Fault
            : null;
    }

    private async Task<FetchedMail> FetchAsync(Run run, MailChange change, int attempt, CancellationToken cancellationToken)
    {
        var (providerId, receivedAt) = (change.ProviderId, change.ReceivedAt);
        try
        {
            using var message = await run.Session.OpenMessageAsync(providerId, cancellationToken);
            if (message is null)
            {
                return new LeftAloneMail(providerId, receivedAt, LeftAloneReason.Vanished);
            }

            receivedAt ??= message.ReceivedAt;
            if (receivedAt < run.Settings.ReceiveSince)
            {
                return new LeftAloneMail(providerId, receivedAt, LeftAloneReason.OlderThanConnection);
            }

            var raw = await delivery.StoreRawAsync(message.Content, cancellationToken);
            run.Fetched++;
            return new ArrivedMail(providerId, receivedAt, raw, change.ConversationId);
        }
        catch (MailboxUnavailableException failure) when (failure.Fault.Code == FaultCodes.AnswerUnreadable || FaultCodes.IsAboutTheNetwork(failure.Fault.Code))
        {
            return Unfetched(providerId, receivedAt, failure.Fault, attempt);
        }
        catch (SyncCursorExpiredException failure)
        {
            // Gone, said of one message: that is its own trouble and no word about the feed.
            return Unfetched(providerId, receivedAt, failure.Fault with { Code = FaultCodes.MailRefused }, attempt);
        }
        catch (MessageRejectedException failure)
        {
            // The providers' word for a refused message is about one that is to leave; this one came.
            var code = failure.Fault.Code is FaultCodes.MessageRejected or FaultCodes.RecipientRefused or FaultCodes.MessageTooLarge ? FaultCodes.MailRefused : failure.Fault.Code;
            return Unfetched(providerId, receivedAt, failure.Fault with { Code = code }, attempt);
        }
    }

    private UnfetchedMail Unfetched(string providerId, DateTimeOffset? receivedAt, Fault fault, int attempt)
    {
        var now = time.GetUtcNow();
        if (attempt < options.FetchAttempts)
        {
            return new UnfetchedMail(providerId, receivedAt, fault, attempt, now + TimeSpan.FromSeconds(15 * Math.Pow(2, attempt)), IsSetAside: false);
        }

        // Set aside, but looked at four times a day for a week: a provider's bad day must not cost a mail.
        return attempt < options.FetchAttempts + SlowRetries
            ? new UnfetchedMail(providerId, receivedAt, fault, attempt, now + SlowRetryGap, IsSetAside: true)
            : new UnfetchedMail(
                providerId,
                receivedAt,
                fault with { Code = FaultCodes.MailGivenUp, Class = FaultClass.AdministratorMustAct, Detail = $"{fault.Code}: {fault.Detail}" },
                attempt,
                RetryAt: null,
                IsSetAside: true);
    }

    private async Task RetryUnfetchedAsync(Run run, CancellationToken cancellationToken)
    {
        var due = await delivery.DueRetriesAsync(run.Settings.Id, time.GetUtcNow(), cancellationToken);
        foreach (var mail in due)
        {
            var again = await FetchAsync(run, new MailChange(mail.ProviderId, IsRemoved: false, mail.ReceivedAt), mail.Attempts + 1, cancellationToken);
            await StoreAsync(run, [again], nextCursor: null, cancellationToken);
        }
    }

    private async Task StoreAsync(Run run, IReadOnlyList<FetchedMail> batch, string? nextCursor, CancellationToken cancellationToken)
    {
        if (run.Report.LeaseLost)
        {
            return;
        }

        var result = await delivery.DeliverAsync(run.Lease, batch, nextCursor, cancellationToken);
        if (!result.IsCommitted)
        {
            Log.LeaseLost(logger, run.Lease.Mailbox, run.Lease.Epoch);
            run.Report = run.Report with { LeaseLost = true };
            return;
        }

        run.Report = batch.OfType<UnfetchedMail>().Aggregate(
            run.Report.Add(result),
            (report, mail) => report.Add(new CycleNotice(mail.IsSetAside ? CycleNoticeKind.MailSetAside : CycleNoticeKind.MailWaits, mail.Fault, Mails: 1)));
        run.Progress?.Report(run.Report);
    }

    private sealed class Run(MailboxLease lease, MailboxSettings settings, IMailboxSession session, IProgress<CycleReport>? progress)
    {
        public MailboxLease Lease => lease;

        public MailboxSettings Settings => settings;

        public IMailboxSession Session => session;

        public IProgress<CycleReport>? Progress => progress;

        public required CycleReport Report { get; set; }

        public required bool BlamesMessages { get; init; }

        public int Fetched { get; set; }
    }
}
