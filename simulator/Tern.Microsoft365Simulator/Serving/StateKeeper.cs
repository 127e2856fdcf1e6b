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
        using var timer = new PeriodicTimer(Pause, time);
        while (await Next(timer, stoppingToken))
        {
            try
            {
                file.Save(simulator.World);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Log.StateNotSaved(logger, problem);
            }
        }
    }

    private static async ValueTask<bool> Next(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
