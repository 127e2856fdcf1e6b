namespace Tern.MailEngine.Sync;

/// <summary>
/// How many mailboxes of a node store many mails at the same time. Who has more than a few waits for a turn, and a turn is one cycle; who has few never waits. Turns go
/// alternately to who has the fewest mails and to who came first: a mailbox with a dozen is not behind a thousand with hundreds, and those still come up. So neither the
/// memory of a node nor the wait of a quiet mailbox depends on how many are in arrears.
/// </summary>
internal sealed class CatchUpTurns(int atOnce)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(int Mails, TaskCompletionSource Turn)> _waiting = [];
    private int _taken;
    private bool _isByAge;

    /// <summary>Waits for a turn to store so many mails. It goes on where a turn ends, in the order of an injected clock.</summary>
    public async Task<IDisposable> TakeAsync(int mails, CancellationToken cancellationToken)
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
            _waiting.AddLast((mails, mine));
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
                if (Next() is not { } node)
                {
                    _taken--;
                    return;
                }

                _waiting.Remove(node);
                next = node.Value.Turn;
            }

            if (next.TrySetResult())
            {
                return; // the place is theirs; who no longer waits is passed over
            }
        }
    }

    private LinkedListNode<(int Mails, TaskCompletionSource Turn)>? Next()
    {
        _isByAge = !_isByAge;
        var next = _waiting.First;
        for (var node = next; node is not null && !_isByAge; node = node.Next)
        {
            next = node.Value.Mails < next!.Value.Mails ? node : next;
        }

        return next;
    }

    private sealed class Turn(CatchUpTurns turns) : IDisposable
    {
        private CatchUpTurns? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.Leave();
    }
}
