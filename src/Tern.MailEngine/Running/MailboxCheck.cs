using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Running;

/// <summary>One check of one mailbox, from fresh settings to the health report. Used by the runner and by whoever asks for a single check.</summary>
/// <param name="directory">Where settings come from.</param>
/// <param name="providers">Who can open mailboxes.</param>
/// <param name="tokens">Who holds access tokens.</param>
/// <param name="cycle">What reads.</param>
/// <param name="journal">Where the result is noted.</param>
/// <param name="options">Gaps.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Jitter.</param>
/// <param name="logger">Where the unknown is told.</param>
public sealed class MailboxCheck(
    IMailboxDirectory directory,
    IEnumerable<IMailProvider> providers,
    TokenKeeper tokens,
    SyncCycle cycle,
    IHealthJournal journal,
    MailEngineOptions options,
    TimeProvider time,
    Random random,
    ILogger<MailboxCheck> logger)
{
    private static readonly TimeSpan ProbeGap = TimeSpan.FromMinutes(15);
    private readonly IMailProvider[] _providers = [.. providers];
    private readonly ConcurrentDictionary<MailboxId, DateTimeOffset> _deniedAt = [];
    private readonly ConcurrentDictionary<MailboxId, int> _refusals = [];

    /// <summary>Checks the mailbox once. Failures of the provider or the host are in the report, not thrown.</summary>
    /// <param name="lease">The right to store.</param>
    /// <param name="failuresBefore">Failed checks in a row before this one; decides how far away the next one is.</param>
    /// <param name="isAskedFor">Somebody wants to know now: a refusal that is remembered is not taken for the answer.</param>
    /// <param name="progress">Told after every batch; may be null.</param>
    /// <param name="cancellationToken">Stops after the batch in hand.</param>
    /// <returns>The report and the gap until the next check; a null report means that the mailbox is gone.</returns>
    public async Task<(CycleReport? Report, TimeSpan NextIn)> RunAsync(
        MailboxLease lease,
        int failuresBefore,
        bool isAskedFor,
        IProgress<CycleReport>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var started = time.GetUtcNow();
        var report = new CycleReport { Mailbox = lease.Mailbox };
        var seen = new Seen(progress) { Last = report };
        var paused = false;
        var isTold = false;
        IMailProvider? clock = null;
        try
        {
            if (await directory.FindAsync(lease.Mailbox, cancellationToken) is not { } settings)
            {
                return (null, TimeSpan.Zero);
            }

            if (isAskedFor)
            {
                tokens.LookAgain(settings.Connection);
            }

            paused = settings.IsPaused;
            isTold = settings.PushUntil > started;
            clock = ProviderOf(settings);
            report = paused
                ? await RestAsync(settings, report, cancellationToken)
                : await ReadAsync(lease, settings, seen, started, failuresBefore, cancellationToken);
        }
        catch (MailboxException exception)
        {
            report = seen.Last with { Fault = exception.Fault };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The runner's guard: one mailbox must not stop another, whatever happens.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.RunnerFailed(logger, exception, lease.Mailbox, time.GetUtcNow());
            report = seen.Last with { Fault = OurOwn(exception) };
        }

        NoteDenial(lease.Mailbox, report.Fault);
        report = report with { Duration = time.GetUtcNow() - started };
        var nextIn = NextIn(report, failuresBefore, CountRefusals(report), isTold);
        if (!report.LeaseLost)
        {
            await NoteAsync(report, paused, clock?.ClockOffset, nextIn, cancellationToken);
        }

        return (report, nextIn);
    }

    /// <summary>Providers translate their failures; what is left is the host's database or disk, or a mistake in the code.</summary>
    private static Fault OurOwn(Exception exception) =>
        (exception as DbException ?? exception.InnerException as DbException) is { } database ? new Fault(FaultCodes.DatabaseFailed, FaultClass.Transient, database.Message)
        : exception is IOException or UnauthorizedAccessException ? new Fault(FaultCodes.StorageFailed, FaultClass.Transient, exception.Message)
        : new Fault(FaultCodes.Unexpected, FaultClass.Transient, exception.GetType().Name);

    private async Task<CycleReport> ReadAsync(
        MailboxLease lease,
        MailboxSettings settings,
        Seen seen,
        DateTimeOffset started,
        int failuresBefore,
        CancellationToken cancellationToken)
    {
        var token = await TokenAsync(settings, cancellationToken);
        seen.Last = seen.Last with { Token = TokenLife.Of(token), TokenRefreshed = token.IssuedAt >= started };
        var report = seen.WithToken(await cycle.RunAsync(lease, settings, SessionFor(settings, SessionUse.Reading), failuresBefore, seen, cancellationToken));
        return report with { Ahead = tokens.TroubleAhead(settings.Connection) };
    }

    /// <summary>Rights stand in the token: where one was missing, those given since show only in a token that was asked for afterwards.</summary>
    private async Task<AccessToken> TokenAsync(MailboxSettings settings, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(settings.Connection, cancellationToken);
        return _deniedAt.TryGetValue(settings.Id, out var denied) && token.IssuedAt <= denied
            ? await tokens.ReplaceAsync(settings.Connection, token, claims: null, cancellationToken)
            : token;
    }

    private void NoteDenial(MailboxId mailbox, Fault? fault)
    {
        if (fault?.Code is FaultCodes.AccessDenied or FaultCodes.TokenRefused)
        {
            _deniedAt[mailbox] = time.GetUtcNow();
        }
        else if (fault is null)
        {
            _deniedAt.TryRemove(mailbox, out _);
        }
    }

    private async Task<CycleReport> RestAsync(MailboxSettings settings, CycleReport report, CancellationToken cancellationToken)
    {
        await tokens.KeepAliveAsync(settings.Connection, cancellationToken);
        return report with { Ahead = tokens.TroubleAhead(settings.Connection) };
    }

    /// <summary>Opens the mailbox with its provider.</summary>
    /// <param name="settings">Fresh settings.</param>
    /// <param name="use">What for.</param>
    internal IMailboxSession SessionFor(MailboxSettings settings, SessionUse use) =>
        ProviderOf(settings)?.Open(settings, use)
        ?? throw new MailboxAuthenticationException(new Fault(
            FaultCodes.ProviderMissing, FaultClass.AdministratorMustAct, $"There is no provider '{settings.Connection.Provider}' in this installation."));

    private IMailProvider? ProviderOf(MailboxSettings settings) => Array.Find(_providers, p => p.Name == settings.Connection.Provider);

    private async Task NoteAsync(CycleReport report, bool paused, TimeSpan? clockOffset, TimeSpan nextIn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            await journal.ReportAsync(
                new MailboxHealth
                {
                    Mailbox = report.Mailbox,
                    State = StateOf(report, paused),
                    Fault = report.Fault ?? report.Ahead ?? report.Trouble,
                    WorksUntil = report is { Fault: null, Ahead: not null } ? report.Token?.ExpiresAt : null,
                    ClockOffset = clockOffset,
                    Notices = report.Notices,
                    At = now,
                    NextCheckAt = now + nextIn,
                    SucceededAt = report.Succeeded && !paused ? now : null,
                    Token = report.Token,
                },
                cancellationToken);
        }
#pragma warning disable CA1031 // A database that is away must not stop the runner; the next report comes with the next check.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.RunnerFailed(logger, exception, report.Mailbox, now + nextIn);
        }
    }

    private static MailboxState StateOf(CycleReport report, bool paused) => (report.Fault ?? report.Ahead ?? report.Trouble)?.Class switch
    {
        FaultClass.Throttled => MailboxState.Throttled,
        FaultClass.Transient => MailboxState.Degraded,
        FaultClass.AdministratorMustAct or FaultClass.PersonMustSignIn => MailboxState.ActionNeeded,
        _ when paused => MailboxState.Paused,
        _ => report.HasMore ? MailboxState.CatchingUp : MailboxState.Healthy,
    };

    private TimeSpan NextIn(CycleReport report, int failuresBefore, int refusals, bool isTold)
    {
        double draw;
        lock (random)
        {
            draw = random.NextDouble();
        }

        return report.Fault switch
        {
            null when report.HasMore => TimeSpan.Zero,
            null => isTold ? options.PollIntervalWithPush : options.PollInterval,
            { RetryAfter: { } wait } => wait,
            { Class: FaultClass.AdministratorMustAct or FaultClass.PersonMustSignIn } => ProbeAfter(refusals) * (0.9 + (0.2 * draw)),
            _ => Backoff.Next(failuresBefore + 1, draw),
        };
    }

    /// <summary>A service in trouble refuses what is right, too: a refusal is asked about twice before it is believed for a quarter of an hour.</summary>
    private static TimeSpan ProbeAfter(int refusals) => refusals switch
    {
        1 => TimeSpan.FromSeconds(30),
        2 => TimeSpan.FromMinutes(2),
        _ => ProbeGap,
    };

    /// <summary>How many checks in a row were refused in a way that only a person can end; trouble of another kind in between says that the service is in trouble.</summary>
    private int CountRefusals(CycleReport report)
    {
        if (report.Fault?.Class is FaultClass.AdministratorMustAct or FaultClass.PersonMustSignIn)
        {
            return _refusals.AddOrUpdate(report.Mailbox, 1, (_, before) => before + 1);
        }

        _refusals.TryRemove(report.Mailbox, out _);
        return 0;
    }

    /// <summary>What is known of a check while it runs, so that a failure in the middle takes back nothing that was stored before it.</summary>
    private sealed class Seen(IProgress<CycleReport>? progress) : IProgress<CycleReport>
    {
        public required CycleReport Last { get; set; }

        public void Report(CycleReport value)
        {
            Last = WithToken(value);
            progress?.Report(Last);
        }

        public CycleReport WithToken(CycleReport report) => report with { Token = Last.Token, TokenRefreshed = Last.TokenRefreshed };
    }
}
