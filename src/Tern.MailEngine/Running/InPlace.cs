namespace Tern.MailEngine.Running;

/// <summary>
/// Waits whose end is met where it happens. The library's own Task.Delay and Task.WaitAsync go on in the thread pool when they are cancelled, beside the
/// injected clock; then two runs of one seed would differ.
/// </summary>
internal static class InPlace
{
    /// <summary>Waits a while.</summary>
    public static async Task DelayAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var over = new TaskCompletionSource();
        using var timer = time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, delay, Timeout.InfiniteTimeSpan);
        using var registration = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        await over.Task;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for somebody else's task; gives up waiting when told to, without touching the task.</summary>
    public static async Task<T> WaitAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        if (!task.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var given = new TaskCompletionSource();
            using var registration = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), given);
            await Task.WhenAny(task, given.Task);
            if (!task.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return await task;
    }
}
