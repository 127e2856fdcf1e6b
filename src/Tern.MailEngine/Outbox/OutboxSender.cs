using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Outbox;

/// <summary>
/// Takes one outgoing message one step further, and stores every step before the next. Microsoft has no idempotency key for sending, so nothing is
/// ever repeated blindly: in doubt it is looked for, and what cannot be proved is said.
/// </summary>
/// <param name="outbox">The host's table.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Jitter.</param>
/// <param name="logger">Where it is told.</param>
public sealed class OutboxSender(IOutbox outbox, MailEngineOptions options, TimeProvider time, Random random, ILogger<OutboxSender> logger)
{
    private const int LooksBeforeResend = 2;
    private const int SendsBeforeUncertain = 10;
    private const int LooksBeforeUncertain = 8;
    private const int LooksAtOneThatLeaves = 40; // the last of them hourly, for a day
    private readonly SendingPace _pace = new(time);
    private readonly ConcurrentDictionary<MailboxId, (long Epoch, DateTimeOffset At)> _begun = [];

    /// <summary>Two looks at least this far apart before a draft that still lies there is sent again.</summary>
    private TimeSpan LookGap => options.SentLookGap;

    /// <summary>A Sent Items copy may come late when Exchange queues (30 messages a minute).</summary>
    private TimeSpan FirstLook => options.SentLookAfter;

    /// <summary>Works on what is due until nothing is.</summary>
    /// <param name="lease">The right to store.</param>
    /// <param name="settings">Fresh settings.</param>
    /// <param name="session">The mailbox.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>False when the lease was lost.</returns>
    /// <exception cref="MailboxException">The mailbox as a whole is in trouble; the message waits.</exception>
    public async Task<bool> RunAsync(MailboxLease lease, MailboxSettings settings, IMailboxSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(session);
        var now = time.GetUtcNow();
        _begun.AddOrUpdate(lease.Mailbox, _ => (lease.Epoch, now), (_, begun) => begun.Epoch == lease.Epoch ? begun : (lease.Epoch, now));
        while (await outbox.NextDueAsync(settings.Id, time.GetUtcNow(), cancellationToken) is { } item)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await AdvanceAsync(lease, settings, session, item, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> AdvanceAsync(MailboxLease lease, MailboxSettings settings, IMailboxSession session, OutboxItem item, CancellationToken cancellationToken)
    {
        Step step;
        try
        {
            step = item.State switch
            {
                OutboxState.Queued => await DraftAsync(settings, session, item, cancellationToken),
                OutboxState.Drafted => await SendAsync(lease, settings, session, item, cancellationToken),
                OutboxState.Sending => await ProveAsync(lease, session, item, cancellationToken),
                OutboxState.Accepted => await ConfirmAsync(session, item, cancellationToken),
                _ => item with { NextAttemptAt = null },
            };
        }
        catch (MessageRejectedException rejected) when (item.State is OutboxState.Queued or OutboxState.Drafted)
        {
            step = item with { State = OutboxState.Failed, Fault = rejected.Fault, NextAttemptAt = null };
        }
        catch (MessageRejectedException refused)
        {
            // It was a look that was refused, and no proof that what was asked to leave did not.
            step = item.Attempts + 1 < LooksBeforeUncertain ? Later(item, refused.Fault) : Uncertain(item with { Fault = refused.Fault });
        }
        catch (MailboxException exception)
        {
            step = Refused(item, exception);
        }

        if (step.IsLeaseLost || !await outbox.SaveAsync(lease, step.Item, cancellationToken))
        {
            return false;
        }

        if (item.State != step.Item.State)
        {
            Log.OutboxStateChanged(logger, item.Mailbox, item.Id, step.Item.State);
        }

        return step.Trouble is null ? true : throw step.Trouble;
    }

    /// <summary>The message waits. What is its own trouble, and not the mailbox's, holds up no other.</summary>
    private Step Refused(OutboxItem item, MailboxException exception) =>
        new(Later(item, exception.Fault), exception.Fault.Code is FaultCodes.SendAsDenied or FaultCodes.StorageFailed ? null : exception);

    /// <summary>
    /// The row may be behind what happened: it is old (a restored backup), or was written before this lease was taken, by a process that may have died before it could
    /// note anything.
    /// </summary>
    private bool MayBeBehind(OutboxItem item) =>
        time.GetUtcNow() - item.CreatedAt >= options.OutboxLookUpAge || (_begun.TryGetValue(item.Mailbox, out var begun) && item.CreatedAt <= begun.At);

    private async Task<Step> DraftAsync(MailboxSettings settings, IMailboxSession session, OutboxItem item, CancellationToken cancellationToken)
    {
        // It may be there already, or even be sent.
        if (item.Attempts > 0 || MayBeBehind(item))
        {
            var found = await session.LocateAsync(item, cancellationToken);
            switch (found.Place)
            {
                case OutgoingPlace.Sent:
                    return Sent(item, found);
                case OutgoingPlace.Leaving:
                    return Leaving(item, found);
                case OutgoingPlace.Draft:
                    await session.MarkDraftAsync(found.ProviderId!, item.Id, cancellationToken);
                    return Drafted(item, found.ProviderId!);
                default:
                    break;
            }
        }

        var message = await outbox.ComposeAsync(item, settings, session.MaxRawBytes, cancellationToken);
        var draft = await session.CreateDraftAsync(message.Raw, cancellationToken);
        await session.MarkDraftAsync(draft, item.Id, cancellationToken);
        return Drafted(item, draft);
    }

    private async Task<Step> SendAsync(MailboxLease lease, MailboxSettings settings, IMailboxSession session, OutboxItem item, CancellationToken cancellationToken)
    {
        if (_pace.WaitOf(settings.Id) is var wait && wait > TimeSpan.Zero)
        {
            return item with { NextAttemptAt = time.GetUtcNow() + wait };
        }

        if (MayBeBehind(item))
        {
            // A draft that a person sent by hand, or that had left before the backup was made, must not be asked for again.
            var found = await session.LocateAsync(item, cancellationToken);
            if (found.Place is OutgoingPlace.Sent or OutgoingPlace.Leaving)
            {
                return found.Place == OutgoingPlace.Sent ? Sent(item, found) : Leaving(item, found);
            }
        }

        if (!await AttachAsync(settings, session, item, cancellationToken))
        {
            // A person deleted the draft, or sent it by hand. It was not asked to be sent yet, so it is written anew unless it is found.
            return item with { State = OutboxState.Queued, DraftId = null, Attempts = item.Attempts + 1, NextAttemptAt = time.GetUtcNow() };
        }

        var sending = item with { State = OutboxState.Sending, Sends = item.Sends + 1, Looks = 0, Fault = null, NextAttemptAt = time.GetUtcNow() + FirstLook };
        if (!await outbox.SaveAsync(lease, sending, cancellationToken))
        {
            return Step.LeaseLost(sending);
        }

        return await AskToSendAsync(session, sending, cancellationToken);
    }

    private async Task<Step> AskToSendAsync(IMailboxSession session, OutboxItem sending, CancellationToken cancellationToken)
    {
        try
        {
            _pace.Note(sending.Mailbox);
            await session.SendDraftAsync(sending.DraftId!, cancellationToken);
            return sending with { State = OutboxState.Accepted, Attempts = 0, Looks = 0, NextAttemptAt = time.GetUtcNow() + FirstLook };
        }
        catch (MailboxUnavailableException unknown) when (unknown.MayHaveHappened)
        {
            // Ambiguous: it may be on its way. From here on it is looked for before anything is asked again.
            Log.OutboxAttemptFailed(logger, sending.Mailbox, sending.Id, sending.State, unknown.Fault.Code, unknown.Fault.ProviderCode, sending.NextAttemptAt!.Value);
            return sending with { Fault = unknown.Fault };
        }
        catch (MessageRejectedException refused) when (sending.Sends > 1)
        {
            // An earlier try may have worked, and what is refused may be that it has left already: that is no proof that it has not. It is looked for as after any doubt.
            Log.OutboxAttemptFailed(logger, sending.Mailbox, sending.Id, sending.State, refused.Fault.Code, refused.Fault.ProviderCode, sending.NextAttemptAt!.Value);
            return sending with { Fault = refused.Fault };
        }
        catch (MailboxException refused) when (refused is not MessageRejectedException)
        {
            // A definite refusal: certainly not sent, so it is a draft as before, and was asked for as often as before.
            return Refused(sending with { State = OutboxState.Drafted, Sends = sending.Sends - 1 }, refused);
        }
    }

    private async Task<Step> ProveAsync(MailboxLease lease, IMailboxSession session, OutboxItem item, CancellationToken cancellationToken)
    {
        var found = await session.LocateAsync(item, cancellationToken);
        var looked = item with { Looks = item.Looks + 1, NextAttemptAt = time.GetUtcNow() + LookGap };
        switch (found.Place)
        {
            case OutgoingPlace.Sent:
                return Sent(item, found);
            case OutgoingPlace.Leaving:
                return looked with { State = OutboxState.Accepted, Looks = 0, Fault = null };
            case OutgoingPlace.Draft when looked.Looks >= LooksBeforeResend:
                if (item.Sends >= SendsBeforeUncertain)
                {
                    return Uncertain(looked);
                }

                var again = looked with { Sends = item.Sends + 1, Looks = 0, NextAttemptAt = time.GetUtcNow() + FirstLook };
                if (!await outbox.SaveAsync(lease, again, cancellationToken))
                {
                    return Step.LeaseLost(again);
                }

                return await AskToSendAsync(session, again, cancellationToken);
            case OutgoingPlace.Missing when looked.Looks >= LooksBeforeUncertain:
                return Uncertain(looked);
            default:
                return looked;
        }
    }

    private async Task<Step> ConfirmAsync(IMailboxSession session, OutboxItem item, CancellationToken cancellationToken)
    {
        var found = await session.LocateAsync(item, cancellationToken);
        if (found.Place == OutgoingPlace.Sent)
        {
            return Sent(item, found);
        }

        // Accepted is not sent (202). The copy is looked for with growing gaps; what is then still a draft was never sent and is taken up again,
        // and what is nowhere cannot be proved, which is said.
        var looks = item.Looks + 1;
        if (looks < LooksBeforeUncertain * 2)
        {
            return item with { Looks = looks, NextAttemptAt = time.GetUtcNow() + (FirstLook * Math.Pow(2, Math.Min(looks, 8))) };
        }

        return found.Place switch
        {
            OutgoingPlace.Draft => item with { State = OutboxState.Sending, Looks = 0, NextAttemptAt = time.GetUtcNow() + LookGap },
            OutgoingPlace.Leaving when looks < LooksAtOneThatLeaves => item with { Looks = looks, NextAttemptAt = time.GetUtcNow() + TimeSpan.FromHours(1) },
            _ => Uncertain(item with { Looks = looks }),
        };
    }

    /// <returns>False when the draft is gone.</returns>
    private async Task<bool> AttachAsync(MailboxSettings settings, IMailboxSession session, OutboxItem item, CancellationToken cancellationToken)
    {
        var message = await outbox.ComposeAsync(item, settings, session.MaxRawBytes, cancellationToken);
        if (message.Uploads.Count == 0)
        {
            return true;
        }

        if (await session.ListAttachmentsAsync(item.DraftId!, cancellationToken) is not { } names)
        {
            return false;
        }

        try
        {
            foreach (var upload in Missing(message, names))
            {
                await session.UploadAttachmentAsync(item.DraftId!, upload, cancellationToken);
            }
        }
        catch (IOException unreadable)
        {
            // The file could be opened and not be read to its end. It waits until it can, and the others leave.
            throw new MailboxUnavailableException(new Fault(FaultCodes.StorageFailed, FaultClass.Transient, unreadable.Message), unreadable);
        }

        return Missing(message, await session.ListAttachmentsAsync(item.DraftId!, cancellationToken) ?? []) is [var missing, ..]
            ? throw new MailboxUnavailableException(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, $"An uploaded file of {missing.Size} bytes is not listed at the draft."))
            : true;
    }

    /// <summary>What an earlier try uploaded is not uploaded twice. Files of one name are counted, those that came with the draft itself among them.</summary>
    private static List<LargeAttachment> Missing(OutgoingMessage message, IReadOnlyList<string> names)
    {
        var there = names.ToList();
        foreach (var name in message.Within)
        {
            there.Remove(name);
        }

        return [.. message.Uploads.Where(upload => !there.Remove(upload.Name))];
    }

    private OutboxItem Later(OutboxItem item, Fault fault)
    {
        var attempts = item.Attempts + 1;
        var gap = fault.RetryAfter ?? fault.Class switch
        {
            FaultClass.AdministratorMustAct or FaultClass.PersonMustSignIn => TimeSpan.FromMinutes(5),
            _ => Backoff.Next(attempts, Draw()),
        };
        var next = item with { Attempts = attempts, Fault = fault, NextAttemptAt = time.GetUtcNow() + gap };
        Log.OutboxAttemptFailed(logger, item.Mailbox, item.Id, item.State, fault.Code, fault.ProviderCode, next.NextAttemptAt.Value);
        return next;
    }

    private OutboxItem Drafted(OutboxItem item, string draft) =>
        item with { State = OutboxState.Drafted, DraftId = draft, Attempts = 0, Fault = null, NextAttemptAt = time.GetUtcNow() };

    private OutboxItem Leaving(OutboxItem item, OutgoingLocation found) =>
        item with { State = OutboxState.Accepted, DraftId = found.ProviderId ?? item.DraftId, Looks = 0, Fault = null, NextAttemptAt = time.GetUtcNow() + FirstLook };

    private OutboxItem Sent(OutboxItem item, OutgoingLocation found) => item with
    {
        State = OutboxState.Sent,
        DraftId = found.ProviderId,
        SentMessageId = found.MessageId,
        SentAt = time.GetUtcNow(),
        Fault = null,
        NextAttemptAt = null,
    };

    private OutboxItem Uncertain(OutboxItem item)
    {
        Log.OutboxUncertain(logger, item.Mailbox, item.Id);
        return item with { State = OutboxState.Uncertain, NextAttemptAt = null };
    }

    private double Draw()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }

    /// <summary>Where one step ends: the state to store, and what to tell the runner about the mailbox.</summary>
    private sealed record Step(OutboxItem Item, MailboxException? Trouble = null, bool IsLeaseLost = false)
    {
        public static implicit operator Step(OutboxItem item) => new(item);

        public static Step LeaseLost(OutboxItem item) => new(item, IsLeaseLost: true);
    }
}
