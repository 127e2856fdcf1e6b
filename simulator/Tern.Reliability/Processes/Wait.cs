namespace Tern.Reliability.Processes;

/// <summary>Waits for what another program is about to do.</summary>
internal static class Wait
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks until it is so.</summary>
    /// <param name="atMost">Then it is given up.</param>
    /// <param name="look">What is looked for.</param>
    /// <param name="complaint">What is said then.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task UntilAsync(TimeSpan atMost, Func<Task<bool>> look, Func<Task<string>> complaint, CancellationToken cancellationToken)
    {
        if (!await TryUntilAsync(atMost, look, cancellationToken))
        {
            throw new TimeoutException(await complaint());
        }
    }

    /// <summary>The same, where it need not come true.</summary>
    /// <returns>Whether it did.</returns>
    internal static async Task<bool> TryUntilAsync(TimeSpan atMost, Func<Task<bool>> look, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await look())
        {
            if (TimeProvider.System.GetElapsedTime(began) > atMost)
            {
                return false;
            }

            await Task.Delay(Gap, TimeProvider.System, cancellationToken);
        }

        return true;
    }

    /// <summary>Asks an address until it answers with success.</summary>
    internal static Task UntilAnswersAsync(RunningProgram program, HttpClient http, string address, string log, CancellationToken cancellationToken) => UntilAsync(
        TimeSpan.FromMinutes(1),
        async () =>
        {
            if (program.HasEnded)
            {
                throw new InvalidOperationException($"{address} will not answer, its program has ended: {await File.ReadAllTextAsync(log, cancellationToken)}");
            }

            try
            {
                using var response = await http.GetAsync(address, cancellationToken);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // not listening yet
            }
        },
        async () => $"{address} does not answer: {await File.ReadAllTextAsync(log, cancellationToken)}",
        cancellationToken);
}
