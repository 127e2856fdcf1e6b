using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>Looks several times a second whether notifications are due, and sends them. A silent endpoint keeps none of the others waiting.</summary>
internal sealed class NotificationSender(PushCarrier carrier, TimeProvider time) : BackgroundService
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
                    await ended;
                }

                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what was on its way is in the state and goes out again.
        }
    }
}
