using System.Data.Common;

namespace Tern.Features.Mailboxes.Push;

/// <summary>
/// Learns the secrets of all subscriptions at the start, and looks again where one is told that this process does not know, as after another server made it.
/// However many forged ones come, the database is asked once in five seconds at most.
/// </summary>
internal sealed class UnknownNotifications(ClientStates states, Notifications notifications, TimeProvider time, ILogger<UnknownNotifications> logger) : BackgroundService
{
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryLoadAsync(stoppingToken))
            {
                await Task.Delay(Gap, time, stoppingToken);
            }

            while (await notifications.Unknown.WaitToReadAsync(stoppingToken))
            {
                var waiting = new List<Notification>();
                while (notifications.Unknown.TryRead(out var one))
                {
                    waiting.Add(one);
                }

                if (await TryLoadAsync(stoppingToken))
                {
                    waiting.ForEach(one => notifications.TryPass(one));
                }

                await Task.Delay(Gap, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await states.LoadAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException or TimeoutException)
        {
            // A database that is away: mailboxes are read on the clock meanwhile.
            Log.RequestsFailed(logger, exception);
            return false;
        }
    }
}
