using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>Runs the mailboxes of this server, gives a sign of life, and serves those who ask for a check from outside.</summary>
internal sealed class MailboxService(
    MailboxHost host,
    RefreshRequests requests,
    IDbContextFactory<TernDbContext> contexts,
    NodeName me,
    TimeProvider time,
    ILogger<MailboxService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(host.RunAsync(stoppingToken), ServeAsync(stoppingToken));

    private async Task ServeAsync(CancellationToken stopping)
    {
        var next = DateTimeOffset.MinValue;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (time.GetUtcNow() >= next)
                {
                    await ShowLifeAsync(stopping);
                    next = time.GetUtcNow() + SignOfLife;
                }

                await requests.ServeAsync(host, stopping);
                await Task.Delay(Pause, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                await LeaveAsync();
                return;
            }
            catch (Exception exception) when (exception is DbException or DbUpdateException or InvalidOperationException or IOException or TimeoutException)
            {
                // A database that is away for a moment must not end the service.
                Log.RequestsFailed(logger, exception);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    private async Task ShowLifeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await db.Servers.Where(s => s.Node == me.Value).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancellationToken) == 0)
        {
            db.Servers.Add(new ServerPresence { Node = me.Value, SeenAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>A server that ends in good order says so; a command need not wait for it.</summary>
    private async Task LeaveAsync()
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db.Servers.Where(s => s.Node == me.Value).ExecuteDeleteAsync(CancellationToken.None);
    }
}
