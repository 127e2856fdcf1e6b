using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>Looks several times a second whether notifications are due, and sends them. A silent endpoint keeps none of the others waiting.</summary>
internal sealed class NotificationSender(PushCarrier carrier, TimeProvider time, ILogger<NotificationSender> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var underway = new List<Task>();
        try
        {
            while (true)
            {
                underway.Add(carrier.DeliverDueAsync(stoppingToken));
                foreach (var ended in underway.FindAll(d => d.IsCompleted))
                {
                    underway.Remove(ended);
                    await EndAsync(ended);
                }

                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what was on its way is in the state and goes out again.
        }
    }

    private async Task EndAsync(Task delivery)
    {
        try
        {
            await delivery;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // One look that fails does not end the program, and the next one finds what is still to be sent.
            Log.NotificationsNotSent(logger, problem);
        }
    }
}
