using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;

namespace Tern.Features.LiveUpdates;

/// <summary>
/// Tails the event table for this process: after every commit here, and each second for what other processes wrote. Recent events stay in
/// memory for all streams; who was away longer reads the table.
/// </summary>
internal sealed class TicketFeed(IDbContextFactory<TernDbContext> contexts, FeedSignal signal, TimeProvider time, ILogger<TicketFeed> logger) : BackgroundService
{
    private const int Kept = 2_000;
    private const int BatchSize = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly List<LiveEvent> _recent = [];
    private readonly FeedSignal _news = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _start;
    private long _last;

    /// <summary>The last event seen; a stream that begins now continues from here. Known as soon as the database was asked for the first time.</summary>
    internal async Task<long> LastAsync(CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        return Interlocked.Read(ref _last);
    }

    /// <summary>Completes at the next news. Taken before looking, so that nothing falls in between.</summary>
    internal Task News => _news.Next;

    internal async Task<IReadOnlyList<LiveEvent>> AfterAsync(long id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_begun.Task.IsCompleted && id >= _start)
            {
                return [.. _recent.Where(entry => entry.Id > id)];
            }
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, id, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TailAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
            {
                // The database is away for a moment; streams stay open and catch up.
                Log.FeedInterrupted(logger, exception);
                await Task.Delay(Poll, time, stoppingToken);
            }
        }
    }

    private async Task TailAsync(CancellationToken cancellationToken)
    {
        if (!_begun.Task.IsCompleted)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            _last = _start = await db.TicketEvents.MaxAsync(entry => (long?)entry.Id, cancellationToken) ?? 0;
            _begun.SetResult();
        }

        while (true)
        {
            var commit = signal.Next;
            if (!await LookAsync(cancellationToken))
            {
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(commit, Task.Delay(Poll, time, enough.Token));
                await enough.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var news = await ReadAsync(db, _last, cancellationToken);
        if (news.Count == 0)
        {
            return false;
        }

        lock (_lock)
        {
            _recent.AddRange(news);
            Interlocked.Exchange(ref _last, news[^1].Id);
            var tooMany = _recent.Count - Kept;
            if (tooMany > 0)
            {
                _start = _recent[tooMany - 1].Id;
                _recent.RemoveRange(0, tooMany);
            }
        }

        // What another process committed makes this one's cached counts old as well.
        signal.Raise();
        _news.Raise();
        return news.Count == BatchSize;
    }

    private static async Task<IReadOnlyList<LiveEvent>> ReadAsync(TernDbContext db, long after, CancellationToken cancellationToken) =>
        await db.TicketEvents.AsNoTracking()
            .Where(entry => entry.Id > after)
            .OrderBy(entry => entry.Id)
            .Take(BatchSize)
            .Select(entry => new LiveEvent(entry.Id, entry.Kind.ToString(), entry.TicketNumber))
            .ToListAsync(cancellationToken);
}
