namespace Tern.MailEngine.Running;

/// <summary>Ends a wait early. Rings that come before the wait count; several are one.</summary>
internal sealed class Bell(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _rung;

    public void Ring()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _rung = true;
            waiter = _waiter;
            _waiter = null;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Waits until the time has passed or somebody rings.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (_rung || atMost <= TimeSpan.Zero)
            {
                _rung = false;
                return;
            }

            // Continuations run where the bell is rung: on an injected clock that keeps the order of events the same in every run.
            _waiter = waiter = new TaskCompletionSource();
        }

        using (time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), waiter, atMost, Timeout.InfiniteTimeSpan))
        using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), waiter))
        {
            await waiter.Task;
        }

        lock (_gate)
        {
            _rung = false;
            _waiter = null;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
