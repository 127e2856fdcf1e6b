namespace Tern.MailEngine.Sync;

/// <summary>
/// How many mailboxes of a node store many mails at the same time. Who has more than a few waits for a turn, first come, first served, and a turn is one cycle; who has
/// few never waits. So neither the memory of a node nor the wait of a quiet mailbox depends on how many are in arrears.
/// </summary>
internal sealed class CatchUpTurns(int atOnce)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _taken;

    /// <summary>Waits for a turn. It goes on where a turn ends, in the order of an injected clock.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource mine;
        lock (_gate)
        {
            if (_taken < atOnce)
            {
                _taken++;
                return new Turn(this);
            }

            mine = new TaskCompletionSource();
            _waiting.AddLast(mine);
        }

        using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), mine))
        {
            await mine.Task;
        }

        return new Turn(this);
    }

    private void Leave()
    {
        while (true)
        {
            TaskCompletionSource next;
            lock (_gate)
            {
                if (_waiting.First is not { } first)
                {
                    _taken--;
                    return;
                }

                _waiting.RemoveFirst();
                next = first.Value;
            }

            if (next.TrySetResult())
            {
                return; // the place is theirs; who no longer waits is passed over
            }
        }
    }

    private sealed class Turn(CatchUpTurns turns) : IDisposable
    {
        private CatchUpTurns? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.Leave();
    }
}
