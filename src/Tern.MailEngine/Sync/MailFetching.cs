using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>Fetches what the ledger does not know and stores it, batch by batch. A message that cannot be looked at or fetched never holds up the others.</summary>
internal sealed class MailFetching(IMailDelivery delivery, MailEngineOptions options, TimeProvider time)
{
    private const int FailuresThatMeanTheProvider = 3;
    private readonly MessageFetching _messages = new(delivery, options, time);

    /// <summary>Fetches and stores those of the rows that the ledger does not know; with the last of them the folder's state moves.</summary>
    /// <param name="run">The cycle.</param>
    /// <param name="folder">Where the rows are from.</param>
    /// <param name="changes">Rows of the change feed or of a count; may repeat themselves, in no order.</param>
    /// <param name="next">How far the folder has then been read; null leaves it where it is.</param>
    /// <param name="cancellationToken">Stops after the batch in hand.</param>
    /// <returns>The rows that were unknown.</returns>
    public async Task<IReadOnlyList<MailChange>> RunAsync(CycleRun run, FolderSettings folder, IReadOnlyList<MailChange> changes, FolderState? next, CancellationToken cancellationToken)
    {
        // The feed repeats itself and reports changes of what we know; only what the ledger has not judged is fetched.
        var rows = changes.Where(c => !c.IsRemoved).GroupBy(c => c.ProviderId).Select(g => g.FirstOrDefault(c => c.ReceivedAt is not null) ?? g.First()).ToList();
        var left = changes.Where(c => c.IsRemoved).Select(c => c.ProviderId).Except(rows.Select(r => r.ProviderId)).ToList();
        var unknown = rows.Count + left.Count == 0
            ? new HashSet<string>()
            : await delivery.FindUnknownAsync(run.Settings.Id, [.. rows.Select(r => r.ProviderId), .. left], cancellationToken);
        var wanted = await LookAsync(run, folder, [.. rows.Where(r => unknown.Contains(r.ProviderId))], [.. left.Where(unknown.Contains)], cancellationToken);
        run.Report = run.Report with { Checked = run.Report.Checked + changes.Count };

        if (wanted.Count > options.FewMails)
        {
            await run.CatchUpAsync(wanted.Count, cancellationToken);
        }

        var queue = new Queue<MailChange>(wanted.OrderBy(r => r.ReceivedAt ?? DateTimeOffset.MaxValue));
        while (queue.Count > 0 && !run.Report.LeaseLost)
        {
            var mails = await FetchBatchAsync(run, queue, cancellationToken);
            var isLast = queue.Count == 0;
            await run.StoreAsync(new MailBatch { Folder = folder, Mails = mails, Left = isLast ? left : [], State = isLast ? next : null }, cancellationToken);
        }

        if (wanted.Count == 0 && (left.Count > 0 || next is not null))
        {
            await run.StoreAsync(new MailBatch { Folder = folder, Left = left, State = next }, cancellationToken);
        }

        return wanted;
    }

    /// <summary>
    /// Tries those again that could not be fetched. Only after the pages: they prove that the provider answers, so a failure here is the message's own. Where the
    /// network fails all the same, the others wait for the next cycle: each of them would wait for its own time-out.
    /// </summary>
    public async Task RetryAsync(CycleRun run, CancellationToken cancellationToken)
    {
        var due = await delivery.DueRetriesAsync(run.Settings.Id, time.GetUtcNow(), cancellationToken);
        foreach (var mail in due)
        {
            var folder = run.Settings.Folders.FirstOrDefault(f => f.Id == mail.Folder?.Id) ?? mail.Folder ?? FolderSettings.Inbox;
            var again = await _messages.FetchAgainAsync(run, mail, cancellationToken);
            await run.StoreAsync(new MailBatch { Folder = folder, Mails = [again] }, cancellationToken);
            if (run.Report.LeaseLost || (again is UnfetchedMail failed && FaultCodes.IsAboutTheNetwork(failed.Fault.Code)))
            {
                return;
            }
        }
    }

    /// <summary>
    /// A row that tells only what changed does not say how old its message is (Microsoft Graph: "Use delta query to track changes"). And what came and left between
    /// two looks, moved or deleted by a person or a rule within a second, is told only as gone: it is mail that came all the same, and an immutable id finds it
    /// wherever it lies. What cannot be looked at waits, like a message that cannot be fetched.
    /// </summary>
    private async Task<List<MailChange>> LookAsync(CycleRun run, FolderSettings folder, List<MailChange> rows, List<string> left, CancellationToken cancellationToken)
    {
        List<MailChange> wanted = [.. rows.Where(r => r.ReceivedAt is not null)];
        List<UnfetchedMail> failed = [];
        Fault? away = null;
        var partial = rows.Where(r => r.ReceivedAt is null);
        var gone = folder.Role == FolderRole.Incoming ? left : [];
        foreach (var (id, row) in partial.Select(r => (r.ProviderId, (MailChange?)r)).Concat(gone.Select(id => (id, (MailChange?)null))))
        {
            var (found, failure) = away is null
                ? await _messages.LookAsync(run, id, attempt: 1, run.BlamesMessages, cancellationToken)
                : (null, _messages.Unfetched(id, receivedAt: null, away, attempt: 1)); // each would wait for its own time-out
            if (failure is not null)
            {
                failed.Add(failure);
                away = FaultCodes.IsAboutTheNetwork(failure.Fault.Code) ? failure.Fault : null;
            }
            else if ((found ?? row) is { } message)
            {
                wanted.Add(message);
            }
        }

        if (failed.Count > 0)
        {
            await run.StoreAsync(new MailBatch { Folder = folder, Mails = failed }, cancellationToken);
        }

        return wanted;
    }

    private async Task<List<FetchedMail>> FetchBatchAsync(CycleRun run, Queue<MailChange> wanted, CancellationToken cancellationToken)
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
                    : _messages.FetchAsync(run, change, attempt: 1, cancellationToken));
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
    private static Fault? ProvidersTrouble(CycleRun run, List<FetchedMail> batch)
    {
        var failed = batch.OfType<UnfetchedMail>().ToList();
        return (batch.Count >= FailuresThatMeanTheProvider && failed.Count == batch.Count) || run.Fetched == 0
            ? (failed.Count >= FailuresThatMeanTheProvider ? failed[0] : failed.Find(m => FaultCodes.IsAboutTheNetwork(m.Fault.Code)))?.Fault
            : null;
    }
}
