using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>Looks several times a second whether notifications are due, and sends them.</summary>
internal sealed class NotificationSender(PushCarrier carrier, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await carrier.DeliverDueAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what was on its way is in the state and goes out again.
        }
    }
}
