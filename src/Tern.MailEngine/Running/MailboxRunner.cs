using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Running;

/// <summary>Works on one mailbox while it holds the lease: one loop reads, one sends. Does nothing without a lease.</summary>
/// <param name="mailbox">The mailbox.</param>
/// <param name="leases">Who may work.</param>
/// <param name="directory">Where settings come from.</param>
/// <param name="check">What reads.</param>
/// <param name="sender">What sends.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed class MailboxRunner(
    MailboxId mailbox,
    IMailboxLeases leases,
    IMailboxDirectory directory,
    MailboxCheck check,
    OutboxSender sender,
    TimeProvider time,
    ILogger<MailboxRunner> logger)
{
    /// <summary>Whoever puts something into the outbox rings, and the host looks for what is due; this is for a ring that got lost.</summary>
    private static readonly TimeSpan OutboxUnrung = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Announcements _announced = new(time);
    private readonly Bell _reading = new(time);
    private readonly Bell _sending = new(time);
    private readonly Bell _leasing = new(time);
    private readonly Askers _askers = new();
    private CancellationTokenSource? _work;
    private bool _isChanged;
    private DateTimeOffset _awayUntil;
    private DateTimeOffset _troubledUntil;

    /// <summary>The mailbox it works on.</summary>
    public MailboxId Mailbox => mailbox;

    /// <summary>The lease this runner works under now, or null.</summary>
    public MailboxLease? Lease { get; private set; }

    /// <summary>How long after its start it first checks by itself.</summary>
    public TimeSpan FirstCheckIn { get; set; }

    /// <summary>The settings changed: checks now, takes no remembered refusal for the answer, and waits no longer for what was said to the old ones.</summary>
    public void Ring()
    {
        lock (_gate)
        {
            _isChanged = true;
            _awayUntil = DateTimeOffset.MinValue;
        }

        _reading.Ring();
        _sending.Ring();
    }

    /// <summary>True when the last check went well: a mailbox that cannot be read need not be told of.</summary>
    public bool IsWell => _announced.IsWell;

    /// <summary>Since when mail was found of which the provider told nothing, before or since; null when it told.</summary>
    public DateTimeOffset? UnannouncedSince => _announced.UnannouncedSince;

    /// <summary>The provider says that something changed: reads soon. A mailbox in trouble keeps its own pace, because to be told often must not make it be asked often.</summary>
    /// <returns>False when another node has the mailbox.</returns>
    public bool RingForMail()
    {
        if (_announced.Hear())
        {
            _reading.Ring();
        }

        return Lease is not null;
    }

    /// <summary>Something may have gone untold: reads now, unless the mailbox is in trouble and keeps its own pace.</summary>
    public void RingToLook()
    {
        if (IsWell)
        {
            _reading.Ring();
        }
    }

    /// <summary>What was not announced is looked into.</summary>
    public void ForgetUnannounced() => _announced.ForgetUnannounced();

    /// <summary>Something was put into the outbox.</summary>
    public void RingOutbox() => _sending.Ring();

    /// <summary>A step of the outbox is due. After a failure it waits as long as the failure says.</summary>
    public void OutboxIsDue()
    {
        if (time.GetUtcNow() >= TroubledUntil())
        {
            _sending.Ring();
        }
    }

    /// <summary>Checks now and tells the result; null when the mailbox is gone or another node has it.</summary>
    /// <param name="cancellationToken">Stops waiting, not the check.</param>
    public Task<CycleReport?> CheckNowAsync(CancellationToken cancellationToken)
    {
        var answer = _askers.Add();
        _leasing.Ring();
        _reading.Ring();
        return InPlace.WaitAsync(answer, cancellationToken);
    }

    /// <summary>The lease was lost: stop at once, store nothing more.</summary>
    public void LoseLease()
    {
        CancellationTokenSource? work;
        lock (_gate)
        {
            work = _work;
        }

        try
        {
            work?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself between the look and the word, as it was to; and whoever says so has others to tell.
        }
    }

    /// <summary>Runs until it is told to stop or the mailbox is gone.</summary>
    /// <param name="stopping">Stops it; the batch in hand is finished or abandoned, the lease given back.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var lease = await TryTakeAsync(stopping);
                if (lease is null)
                {
                    _askers.Answer(null); // another node has it: whoever asked should ask there
                    await _leasing.WaitAsync(leases.Duration / 4, stopping);
                    continue;
                }

                Log.LeaseTaken(logger, mailbox, lease.Epoch);
                if (await WorkAsync(lease, stopping))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
        finally
        {
            _askers.Answer(null);
        }
    }

    private async Task<MailboxLease?> TryTakeAsync(CancellationToken stopping)
    {
        try
        {
            return await leases.TryTakeAsync(mailbox, stopping);
        }
#pragma warning disable CA1031 // The runner's guard: a database that is away must not end the runner.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.RunnerFailed(logger, exception, mailbox, time.GetUtcNow() + (leases.Duration / 4));
            return null;
        }
    }

    private async Task<bool> WorkAsync(MailboxLease lease, CancellationToken stopping)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        lock (_gate)
        {
            _work = work;
            Lease = lease;
        }

        var isGone = false;
        try
        {
            var reading = ReadAsync(lease, work.Token);
            var sending = SendAsync(lease, work.Token);
            await Task.WhenAny(reading, sending);
            work.Cancel(); // not CancelAsync: it would go on in the thread pool, beside the injected clock
            isGone = await Ended(reading) | await Ended(sending);
        }
        finally
        {
            lock (_gate)
            {
                _work = null;
                Lease = null;
            }

            await leases.ReleaseAsync(lease, CancellationToken.None);
        }

        return isGone;
    }

    private static async Task<bool> Ended(Task<bool> loop)
    {
        try
        {
            return await loop;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>True when the mailbox is gone.</summary>
    private async Task<bool> ReadAsync(MailboxLease lease, CancellationToken cancellationToken)
    {
        var failures = 0;
        CycleReport? total = null;
        await _reading.WaitAsync(FirstCheckIn, cancellationToken);
        FirstCheckIn = TimeSpan.Zero;
        while (true)
        {
            var isAskedFor = total is null && (_askers.Admit() | TakeChange());
            var wasTold = _announced.Take();
            var (report, nextIn) = await check.RunAsync(lease, failures, isAskedFor, progress: null, cancellationToken);
            failures = report?.Fault is null ? 0 : failures + 1;
            _announced.Note(report, wasTold || total is not null);
            total = report is null || total is null ? report : total.Plus(report);
            if (total is not { HasMore: true })
            {
                _askers.Answer(total, onlyAdmitted: true); // when the feed has nothing more, with the sum of the cycles
                total = null;
            }

            if (report is null)
            {
                return true;
            }

            if (report.LeaseLost)
            {
                return false;
            }

            if (nextIn > TimeSpan.Zero)
            {
                await RestAsync(report, nextIn, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Waits for the next check; a ring ends the wait early. Not where the provider said how long to stay away: asking sooner counts against
    /// the mailbox and makes it last longer, so who asks meanwhile is told why there was no check.
    /// </summary>
    private async Task RestAsync(CycleReport report, TimeSpan gap, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + gap;
        StayAway(IsSentAway(report.Fault) ? until : DateTimeOffset.MinValue);
        await _reading.WaitAsync(gap, cancellationToken);
        await _announced.SettleAsync(cancellationToken);
        while (AwayUntil() - time.GetUtcNow() is var left && left > TimeSpan.Zero && left <= gap) // more than it was: our clock was set back
        {
            _askers.Admit();
            _askers.Answer(report with { Fault = report.Fault! with { RetryAfter = left } }, onlyAdmitted: true);
            await _reading.WaitAsync(left, cancellationToken);
        }
    }

    private void StayAway(DateTimeOffset until)
    {
        lock (_gate)
        {
            _awayUntil = _isChanged ? DateTimeOffset.MinValue : until;
        }
    }

    private DateTimeOffset AwayUntil()
    {
        lock (_gate)
        {
            return _awayUntil;
        }
    }

    private void Trouble(DateTimeOffset until)
    {
        lock (_gate)
        {
            _troubledUntil = until;
        }
    }

    private DateTimeOffset TroubledUntil()
    {
        lock (_gate)
        {
            return _troubledUntil;
        }
    }

    private static bool IsSentAway(Fault? fault) => fault is { Class: FaultClass.Throttled, RetryAfter: not null };

    /// <summary>True when the mailbox is gone.</summary>
    private async Task<bool> SendAsync(MailboxLease lease, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var wait = OutboxUnrung;
            var isSentAway = false;
            Trouble(DateTimeOffset.MinValue);
            try
            {
                if (await directory.FindAsync(mailbox, cancellationToken) is not { } settings)
                {
                    return true; // reading may rest for a long time yet
                }

                if (!settings.IsPaused && !await sender.RunAsync(lease, settings, check.SessionFor(settings, SessionUse.Sending), cancellationToken))
                {
                    return false;
                }

                failures = 0;
            }
            catch (MailboxException exception)
            {
                // The message waits with its own next step; this only keeps a mailbox in trouble from being asked every few seconds.
                failures++;
                wait = exception.Fault.RetryAfter ?? Backoff.Next(failures, draw: 0.5);
                isSentAway = IsSentAway(exception.Fault);
                Trouble(time.GetUtcNow() + wait);
            }
#pragma warning disable CA1031 // The runner's guard: one mailbox must not stop another, whatever happens.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                failures++;
                wait = Backoff.Next(failures, draw: 0.5);
                Trouble(time.GetUtcNow() + wait);
                Log.RunnerFailed(logger, exception, mailbox, time.GetUtcNow() + wait);
            }

            await RestAsync(wait, isSentAway, cancellationToken);
        }
    }

    /// <summary>A mailbox that reading was sent away from is left alone by sending too; the other way round, a limit on sending stops no reading.</summary>
    private async Task RestAsync(TimeSpan gap, bool isSentAway, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + gap;
        var notBefore = isSentAway ? until : default;
        do
        {
            await _sending.WaitAsync(until - time.GetUtcNow(), cancellationToken);
            var away = AwayUntil();
            until = notBefore = away > notBefore ? away : notBefore;
        }
        while (time.GetUtcNow() < notBefore);
    }

    /// <summary>Whether the settings changed since the last check that looked; one that changes now is for the next.</summary>
    private bool TakeChange()
    {
        lock (_gate)
        {
            var isChanged = _isChanged;
            _isChanged = false;
            return isChanged;
        }
    }
}
