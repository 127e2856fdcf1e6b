namespace Tern.Data;

/// <summary>Tells whoever tails the feed in this process that a transaction has just been committed. A hint only: the table is the truth.</summary>
internal sealed class FeedSignal
{
    private TaskCompletionSource _next = New();

    internal Task Next => Volatile.Read(ref _next).Task;

    internal void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
