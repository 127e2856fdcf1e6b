using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Serving;

/// <summary>Saves the state soon after it changed, and once more when the process is told to end.</summary>
internal sealed class StateKeeper(Simulator simulator, StateFile file, TimeProvider time, ILogger<StateKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        file.Save(simulator.World);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Pause;
        while (await WaitAsync(pause, stoppingToken))
        {
            var began = time.GetTimestamp();
            try
            {
                file.Save(simulator.World);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Log.StateNotSaved(logger, problem);
            }

            // A large state takes long to write; saving must not take more than a tenth of the time from the requests.
            pause = Pause + (time.GetElapsedTime(began) * 10);
        }
    }

    private async Task<bool> WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(pause, time, stoppingToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
