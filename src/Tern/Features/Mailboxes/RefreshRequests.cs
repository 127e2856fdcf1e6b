using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.MailEngine.Sync;

namespace Tern.Features.Mailboxes;

/// <summary>Rows through which a command asks the running server to check a mailbox, and learns the result.</summary>
internal sealed class RefreshRequests(IDbContextFactory<TernDbContext> contexts, TimeProvider time, ILogger<RefreshRequests> logger)
{
    /// <summary>How long the server lets a check take before it answers without one.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan WriteAgain = TimeSpan.FromSeconds(5);

    /// <summary>Takes what was asked and starts it; results are written as they come, so one slow mailbox holds up no other.</summary>
    internal async Task ServeAsync(MailboxHost host, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.RefreshRequests.AsNoTracking().Where(r => r.TakenAt == null).OrderBy(r => r.AskedAt).Take(100).ToListAsync(cancellationToken);
        foreach (var request in waiting)
        {
            if (host.Find(request.MailboxId) is not { } runner)
            {
                host.Ring(); // perhaps just connected
                continue;
            }

            var now = time.GetUtcNow();
            if (await db.RefreshRequests
                    .Where(r => r.Id == request.Id && r.TakenAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.TakenAt, now), cancellationToken) == 1)
            {
                _ = AnswerAsync(runner, request.Id, cancellationToken); // owned by the row: of a server that dies the asker hears nothing more, and says so
            }
        }
    }

    internal async Task<RefreshRequestId> AskAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var old = now - TimeSpan.FromDays(1);
        await db.RefreshRequests.Where(r => r.AskedAt < old).ExecuteDeleteAsync(cancellationToken);
        var request = new RefreshRequest { Id = new RefreshRequestId(Guid.CreateVersion7(now)), MailboxId = mailbox, AskedAt = now };
        db.RefreshRequests.Add(request);
        await db.SaveChangesAsync(cancellationToken);
        return request.Id;
    }

    /// <summary>How far the server is with it; the report is null when it could not check, because another node has the mailbox or it is gone.</summary>
    internal async Task<(bool IsTaken, bool IsDone, CycleReport? Report)> LookAsync(RefreshRequestId id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.RefreshRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        return (row?.TakenAt is not null, row is null or { DoneAt: not null }, row?.Report is { } json ? JsonSerializer.Deserialize<CycleReport>(json) : null);
    }

    /// <summary>How many messages the server has brought in since then, for whoever waits.</summary>
    internal async Task<int> CountSinceAsync(MailboxId mailbox, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Intake.CountAsync(e => e.MailboxId == mailbox && e.Fate == IntakeFate.Ingested && e.JudgedAt >= since, cancellationToken);
    }

    private async Task AnswerAsync(MailboxRunner runner, RefreshRequestId id, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var patience = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        CycleReport? report;
        try
        {
            report = await runner.CheckNowAsync(linked.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return; // the server ends, and with it the sign of life that the asker looks for
        }
        catch (OperationCanceledException)
        {
            report = null;
        }

        var json = report is null ? null : JsonSerializer.Serialize(report);
        while (!await TryWriteAsync(id, json) && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(WriteAgain, time, CancellationToken.None);
        }
    }

    private async Task<bool> TryWriteAsync(RefreshRequestId id, string? json)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            var now = time.GetUtcNow();
            await db.RefreshRequests
                .Where(r => r.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.DoneAt, now).SetProperty(r => r.Report, json), CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            // A database that is away for a moment: who asked still waits.
            Log.RequestsFailed(logger, exception);
            return false;
        }
    }
}
