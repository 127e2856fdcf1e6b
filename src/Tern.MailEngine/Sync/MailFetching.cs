using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>Fetches what the ledger does not know and stores it, batch by batch. A message that cannot be fetched never holds up the others.</summary>
internal sealed class MailFetching(IMailDelivery delivery, MailEngineOptions options, TimeProvider time)
{
    private const int FailuresThatMeanTheProvider = 3;
    private const int SlowRetries = 28;
    private const int LooksForTheEnd = 2;
    private static readonly TimeSpan SlowRetryGap = TimeSpan.FromHours(6);

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
        var wanted = await CompleteAsync(run, rows.Where(r => unknown.Contains(r.ProviderId)), cancellationToken);
        wanted.AddRange(await FindLeftAsync(run, folder, left.Where(unknown.Contains), cancellationToken));
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

    /// <summary>Tries those again that could not be fetched. Only after the pages: they prove that the provider answers, so a failure here is the message's own.</summary>
    public async Task RetryAsync(CycleRun run, CancellationToken cancellationToken)
    {
        var due = await delivery.DueRetriesAsync(run.Settings.Id, time.GetUtcNow(), cancellationToken);
        foreach (var mail in due)
        {
            var folder = run.Settings.Folders.FirstOrDefault(f => f.Id == mail.Folder) ?? FolderSettings.Inbox;
            var again = await FetchAsync(run, new MailChange(mail.ProviderId, IsRemoved: false, mail.ReceivedAt), mail.Attempts + 1, cancellationToken);
            await run.StoreAsync(new MailBatch { Folder = folder, Mails = [again] }, cancellationToken);
        }
    }

    /// <summary>A row that tells only what changed does not say how old its message is (Microsoft Graph: "Use delta query to track changes").</summary>
    private static async Task<List<MailChange>> CompleteAsync(CycleRun run, IEnumerable<MailChange> rows, CancellationToken cancellationToken)
    {
        var whole = new List<MailChange>();
        foreach (var row in rows)
        {
            whole.Add(row.ReceivedAt is null ? await run.Session.FindAsync(row.ProviderId, cancellationToken) ?? row : row);
        }

        return whole;
    }

    /// <summary>
    /// What came and left between two looks, moved or deleted by a person or a rule within a second, is told only as gone. It is mail that came all the same, and
    /// an immutable id finds it wherever it lies.
    /// </summary>
    private static async Task<List<MailChange>> FindLeftAsync(CycleRun run, FolderSettings folder, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<MailChange>();
        if (folder.Role != FolderRole.Incoming)
        {
            return found;
        }

        foreach (var id in ids)
        {
            if (await run.Session.FindAsync(id, cancellationToken) is { } message)
            {
                found.Add(message);
            }
        }

        return found;
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
    private static Fault? ProvidersTrouble(CycleRun run, List<FetchedMail> batch)
    {
        var failed = batch.OfType<UnfetchedMail>().ToList();
        return (batch.Count >= FailuresThatMeanTheProvider && failed.Count == batch.Count) || run.Fetched == 0
            ? (failed.Count >= FailuresThatMeanTheProvider ? failed[0] : failed.Find(m => FaultCodes.IsAboutTheNetwork(m.Fault.Code)))?.Fault
            : null;
    }

    private async Task<FetchedMail> FetchAsync(CycleRun run, MailChange change, int attempt, CancellationToken cancellationToken)
    {
        var (providerId, receivedAt) = (change.ProviderId, change.ReceivedAt);
        try
        {
            var (raw, left) = await FetchOnceAsync(run, change, cancellationToken);
            for (var looks = 0; raw is { HasEnd: false } && looks < LooksForTheEnd; looks++)
            {
                // Cut on its way in an answer that looked whole, or sent like that. What never has an end is taken at its longest.
                var (again, _) = await FetchOnceAsync(run, change, cancellationToken);
                raw = again is not null && (again.HasEnd || again.Source.Size > raw.Source.Size) ? again : raw;
            }

            if (raw is null)
            {
                return left!;
            }

            run.Fetched++;
            return new ArrivedMail(providerId, raw.ReceivedAt, raw.Source, change.ConversationId);
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

    /// <returns>The message, or why it is left alone.</returns>
    private async Task<(Fetched? Message, LeftAloneMail? Left)> FetchOnceAsync(CycleRun run, MailChange change, CancellationToken cancellationToken)
    {
        using var message = await run.Session.OpenMessageAsync(change.ProviderId, cancellationToken);
        if (message is null)
        {
            return (null, new LeftAloneMail(change.ProviderId, change.ReceivedAt, LeftAloneReason.Vanished));
        }

        var receivedAt = change.ReceivedAt ?? message.ReceivedAt;
        if (receivedAt < run.Settings.ReceiveSince)
        {
            return (null, new LeftAloneMail(change.ProviderId, receivedAt, LeftAloneReason.OlderThanConnection));
        }

        await using var watched = new EndWatch(message.Content);
        var source = await delivery.StoreRawAsync(watched, cancellationToken);
        return (new Fetched(source, receivedAt, watched.HasEnd), null);
    }

    private sealed record Fetched(RawSource Source, DateTimeOffset? ReceivedAt, bool HasEnd);

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
}
