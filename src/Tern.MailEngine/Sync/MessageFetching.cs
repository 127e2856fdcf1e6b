using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Sync;

/// <summary>
/// One message: looked at, fetched, or noted with what stood in the way. What a provider says of one message is that message's own trouble and never holds up
/// the others; throttling, tokens and a mailbox that is closed are everybody's and go up.
/// </summary>
internal sealed class MessageFetching(IMailDelivery delivery, MailEngineOptions options, TimeProvider time)
{
    private const int LooksForTheEnd = 2;

    /// <summary>15 minutes, 30, one hour, two, four, and then six hours each until a week is over.</summary>
    private const int SlowRetries = 32;
    private const int GrowingGaps = 5;
    private static readonly TimeSpan FirstSlowGap = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestSlowGap = TimeSpan.FromHours(6);

    /// <summary>Fetches a message and stores its source.</summary>
    public async Task<FetchedMail> FetchAsync(CycleRun run, MailChange change, int attempt, CancellationToken cancellationToken)
    {
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
            return new ArrivedMail(change.ProviderId, raw.ReceivedAt, raw.Source, change.ConversationId);
        }
        catch (MailboxUnavailableException failure) when (failure.Fault.Code == FaultCodes.AnswerUnreadable || FaultCodes.IsAboutTheNetwork(failure.Fault.Code))
        {
            return Unfetched(change.ProviderId, change.ReceivedAt, failure.Fault, attempt);
        }
        catch (MailboxException failure) when (Refusal(failure) is { } fault)
        {
            return Unfetched(change.ProviderId, change.ReceivedAt, fault, attempt);
        }
    }

    /// <summary>Tries a message again that could not be fetched or looked at.</summary>
    public async Task<FetchedMail> FetchAgainAsync(CycleRun run, UnfetchedMail mail, CancellationToken cancellationToken)
    {
        var change = new MailChange(mail.ProviderId, IsRemoved: false, mail.ReceivedAt);
        if (mail.ReceivedAt is null)
        {
            var (found, failed) = await LookAsync(run, mail.ProviderId, mail.Attempts + 1, isOwnTrouble: true, cancellationToken);
            if (found is null)
            {
                return failed ?? (FetchedMail)new LeftAloneMail(mail.ProviderId, ReceivedAt: null, LeftAloneReason.Vanished);
            }

            change = found;
        }

        return await FetchAsync(run, change, mail.Attempts + 1, cancellationToken);
    }

    /// <summary>Asks for what a row did not tell: a message of unknown age cannot be judged.</summary>
    /// <param name="run">The cycle.</param>
    /// <param name="providerId">The message.</param>
    /// <param name="attempt">Which try this is.</param>
    /// <param name="isOwnTrouble">Where nothing readable comes, it is the message's trouble and not the provider's.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The whole row, or why the message cannot be looked at; neither where it no longer exists.</returns>
    public async Task<(MailChange? Found, UnfetchedMail? Failed)> LookAsync(CycleRun run, string providerId, int attempt, bool isOwnTrouble, CancellationToken cancellationToken)
    {
        try
        {
            return (await run.Session.FindAsync(providerId, cancellationToken), null);
        }
        catch (MailboxUnavailableException failure) when (isOwnTrouble)
        {
            return (null, Unfetched(providerId, receivedAt: null, failure.Fault, attempt));
        }
        catch (MailboxException failure) when (Refusal(failure) is { } fault)
        {
            return (null, Unfetched(providerId, receivedAt: null, fault, attempt));
        }
    }

    /// <summary>A message that was not got at this time, with the moment of the next try.</summary>
    public UnfetchedMail Unfetched(string providerId, DateTimeOffset? receivedAt, Fault fault, int attempt)
    {
        var now = time.GetUtcNow();
        if (attempt < options.FetchAttempts)
        {
            return new UnfetchedMail(providerId, receivedAt, fault, attempt, now + TimeSpan.FromSeconds(15 * Math.Pow(2, attempt)), IsSetAside: false);
        }

        // Set aside, but looked at for a week, soon at first: a provider's bad hour must not cost a day, nor its bad day a mail.
        var slow = attempt - options.FetchAttempts;
        return slow < SlowRetries
            ? new UnfetchedMail(providerId, receivedAt, fault, attempt, now + SlowGap(slow), IsSetAside: true)
            : new UnfetchedMail(
                providerId,
                receivedAt,
                fault with { Code = FaultCodes.MailGivenUp, Class = FaultClass.AdministratorMustAct, Detail = $"{fault.Code}: {fault.Detail}" },
                attempt,
                RetryAt: null,
                IsSetAside: true);
    }

    private static TimeSpan SlowGap(int slow) => slow < GrowingGaps ? FirstSlowGap * Math.Pow(2, slow) : LongestSlowGap;

    /// <summary>What is said of this one message; null for what is said of more.</summary>
    private static Fault? Refusal(MailboxException failure) => failure switch
    {
        // Said of one message, "gone" is its own trouble and no word about the feed; a right that is missing for the whole mailbox shows at the feed first.
        SyncCursorExpiredException => Refused(failure.Fault),
        MessageRejectedException => FaultCodes.ClassOf(failure.Fault.Code) == FaultClass.Transient ? failure.Fault : Refused(failure.Fault),
        _ => null,
    };

    /// <summary>The providers' words for a refused message are about one that is to leave; this one came.</summary>
    private static Fault Refused(Fault fault) => fault with { Code = FaultCodes.MailRefused, Class = FaultClass.Transient };

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
}
