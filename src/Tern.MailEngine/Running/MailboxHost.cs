using Microsoft.Extensions.Logging;
using Tern.MailEngine.Credentials;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Push;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Running;

/// <summary>Runs all mailboxes of a single node: starts a runner for each, renews their leases in one statement, notices new and deleted ones.</summary>
/// <param name="directory">Which mailboxes there are.</param>
/// <param name="leases">Who may work.</param>
/// <param name="createRunner">Makes a runner.</param>
/// <param name="outbox">What must leave.</param>
/// <param name="care">Who looks after credentials.</param>
/// <param name="subscriptions">Who sees to it that the providers tell us of changes.</param>
/// <param name="options">Gaps.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
public sealed class MailboxHost(
    IMailboxDirectory directory,
    IMailboxLeases leases,
    Func<MailboxId, MailboxRunner> createRunner,
    IOutbox outbox,
    CredentialCare care,
    SubscriptionCare subscriptions,
    MailEngineOptions options,
    TimeProvider time,
    ILogger<MailboxHost> logger)
{
    private static readonly TimeSpan LookForMailboxes = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CareGap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SubscriptionGap = TimeSpan.FromSeconds(10);

    /// <summary>The first checks of so many are made at once; those of more are spread over the time between two checks.</summary>
    private const int CheckAtOnce = 100;

    /// <summary>What taking a lease may cost: all are taken before there is much to store, because a single database has one writer at a time.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMilliseconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<MailboxId, (MailboxRunner Runner, Task Task, CancellationTokenSource Ending)> _runners = [];
    private readonly Bell _bell = new(time);

    /// <summary>A mailbox was added: look now.</summary>
    public void Ring() => _bell.Ring();

    /// <summary>The runner of a mailbox, or null while there is none.</summary>
    /// <param name="mailbox">The mailbox.</param>
    public MailboxRunner? Find(MailboxId mailbox)
    {
        lock (_gate)
        {
            return _runners.TryGetValue(mailbox, out var running) ? running.Runner : null;
        }
    }

    /// <summary>A provider says that something changed in a mailbox.</summary>
    /// <param name="mailbox">Which.</param>
    /// <returns>False when it does not work here.</returns>
    public bool RingForMail(MailboxId mailbox) => Find(mailbox)?.RingForMail() ?? false;

    /// <summary>A provider says something of the subscription itself.</summary>
    /// <param name="mailbox">Whose.</param>
    /// <param name="what">What.</param>
    public void Tell(MailboxId mailbox, LifecycleEvent what)
    {
        if (what == LifecycleEvent.Missed)
        {
            RingForMail(mailbox);
        }
        else
        {
            subscriptions.Note(mailbox, what == LifecycleEvent.SubscriptionRemoved ? CareReason.Removed : CareReason.Reauthorize);
        }
    }

    /// <summary>Runs until it is told to stop, then waits for the runners to give their leases back.</summary>
    /// <param name="stopping">Stops it.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        var renewing = RepeatAsync(leases.Duration / 3, RenewAsync, stopping);
        var caring = RepeatAsync(CareGap, CareAsync, stopping);
        var subscribing = RepeatAsync(SubscriptionGap, SubscribeAsync, stopping);
        var sending = RepeatAsync(options.OutboxInterval, RingForOutboxAsync, stopping);
        try
        {
            while (true)
            {
                await StartRunnersAsync(stopping);
                await _bell.WaitAsync(LookForMailboxes, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            List<Task> tasks;
            lock (_gate)
            {
                tasks = [renewing, caring, subscribing, sending, .. _runners.Values.Select(r => r.Task)];
            }

            await Task.WhenAll(tasks);
        }
    }

    private async Task StartRunnersAsync(CancellationToken stopping)
    {
        IReadOnlyList<MailboxId> mailboxes;
        try
        {
            mailboxes = await directory.ListAsync(stopping);
        }
#pragma warning disable CA1031 // A database that is away for a moment must not end the host.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.RunnerFailed(logger, exception, default, time.GetUtcNow() + LookForMailboxes);
            return;
        }

        EndOthers(mailboxes.ToHashSet());
        var started = 0;
        foreach (var mailbox in mailboxes)
        {
            MailboxRunner runner;
            CancellationTokenSource ending;
            lock (_gate)
            {
                if (_runners.TryGetValue(mailbox, out var running))
                {
                    if (!running.Task.IsCompleted)
                    {
                        continue;
                    }

                    running.Ending.Dispose();
                }

                runner = createRunner(mailbox);
                runner.FirstCheckIn = FirstCheckIn(started++, mailboxes.Count);
                ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                _runners[mailbox] = (runner, Task.CompletedTask, ending);
            }

            var task = runner.RunAsync(ending.Token);
            lock (_gate)
            {
                _runners[mailbox] = (runner, task, ending);
            }
        }
    }

    private TimeSpan FirstCheckIn(int place, int count) => count <= CheckAtOnce ? TimeSpan.Zero : (LeaseTime * count) + (options.PollInterval * place / count);

    /// <summary>A runner without a lease cannot tell a mailbox that is gone from one that another node has, and would wait for ever.</summary>
    private void EndOthers(HashSet<MailboxId> mailboxes)
    {
        List<(MailboxId Mailbox, Task Task, CancellationTokenSource Ending)> others;
        lock (_gate)
        {
            others = [.. _runners.Where(r => !mailboxes.Contains(r.Key)).Select(r => (r.Key, r.Value.Task, r.Value.Ending))];
        }

        foreach (var (mailbox, task, ending) in others)
        {
            if (!task.IsCompleted)
            {
                ending.Cancel(); // not CancelAsync: it would go on in the thread pool, beside the injected clock
                continue; // forgotten with the next look: whoever ends the host waits for it
            }

            lock (_gate)
            {
                _runners.Remove(mailbox);
            }

            ending.Dispose();
        }
    }

    private async Task RepeatAsync(TimeSpan gap, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await InPlace.DelayAsync(gap, time, stopping);
                await work(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A database that is away: leases not renewed cost at most the leases, and credentials are cared for the next time.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.RunnerFailed(logger, exception, default, time.GetUtcNow() + gap);
            }
        }
    }

    /// <summary>One look for all mailboxes, so that one with nothing to send costs nothing.</summary>
    private async Task RingForOutboxAsync(CancellationToken stopping)
    {
        foreach (var mailbox in await outbox.FindDueAsync(time.GetUtcNow(), stopping))
        {
            Find(mailbox)?.OutboxIsDue();
        }
    }

    /// <summary>Only for mailboxes that work here: two nodes that replace one certificate would register it twice.</summary>
    private async Task CareAsync(CancellationToken stopping)
    {
        List<MailboxId> mine;
        lock (_gate)
        {
            mine = [.. _runners.Where(r => r.Value.Runner.Lease is not null).Select(r => r.Key).OrderBy(m => m.Value)];
        }

        foreach (var mailbox in mine)
        {
            try
            {
                if (await directory.FindAsync(mailbox, stopping) is { } settings)
                {
                    await care.RunAsync(settings.Connection, stopping);
                }
            }
            catch (Errors.MailboxException)
            {
                // Settings that cannot be used: the check of this mailbox says so.
            }
        }
    }

    private Task SubscribeAsync(CancellationToken stopping)
    {
        List<MailboxRunner> mine;
        lock (_gate)
        {
            mine = [.. _runners.Where(r => r.Value.Runner.Lease is not null).OrderBy(r => r.Key.Value).Select(r => r.Value.Runner)];
        }

        return subscriptions.RunAsync(mine, stopping);
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        Dictionary<MailboxLease, MailboxRunner> held;
        lock (_gate)
        {
            held = _runners.Values.Where(r => r.Runner.Lease is not null).ToDictionary(r => r.Runner.Lease!, r => r.Runner);
        }

        if (held.Count == 0)
        {
            return;
        }

        var kept = await leases.RenewAsync(held.Keys, stopping);
        foreach (var (lease, runner) in held)
        {
            if (!kept.Contains(lease))
            {
                Log.LeaseLost(logger, lease.Mailbox, lease.Epoch);
                runner.LoseLease();
            }
        }
    }
}
