using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>
/// How many requests of ours are on their way to one mailbox: three at most, two of them for reading, so that an answer never waits behind a large mail. Microsoft
/// allows four per application and mailbox (Microsoft Graph: "Throttling limits", Outlook service limits). It also remembers how large a page the mailbox can give
/// in time.
/// </summary>
internal sealed class MailboxTraffic(TimeProvider time)
{
    private const int Most = 3;
    private const int MostForReading = 2;
    private static readonly TimeSpan NarrowFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly LinkedList<(SessionUse Use, TaskCompletionSource Turn)> _waiting = [];
    private int _reading;
    private int _sending;
    private DateTimeOffset _narrowUntil;

    /// <summary>Rows of one page of changes.</summary>
    public PageSize Changes { get; } = new(largest: 100, smallest: 5);

    /// <summary>Rows of one page of a listing; Graph gives a thousand at most (Microsoft Graph: "List messages").</summary>
    public PageSize Listing { get; } = new(largest: 1000, smallest: 25);

    /// <summary>Waits for a place among those on their way. Continuations run where a place becomes free, in the order of an injected clock.</summary>
    public async Task<Place> EnterAsync(SessionUse use, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (IsFree(use))
            {
                Take(use);
                return new Place(this, use);
            }

            turn = new TaskCompletionSource();
            _waiting.AddLast((use, turn));
        }

        using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), turn))
        {
            await turn.Task;
        }

        return new Place(this, use);
    }

    /// <summary>Too many were on their way: one fewer for a while.</summary>
    public void Narrow()
    {
        lock (_gate)
        {
            _narrowUntil = time.GetUtcNow() + NarrowFor;
        }
    }

    private bool IsFree(SessionUse use)
    {
        var narrow = time.GetUtcNow() < _narrowUntil ? 1 : 0;
        return _reading + _sending < Most - narrow && (use == SessionUse.Sending || _reading < MostForReading - narrow);
    }

    private void Take(SessionUse use) => _ = use == SessionUse.Sending ? _sending++ : _reading++;

    private void Leave(SessionUse use)
    {
        var left = use;
        while (true)
        {
            (SessionUse Use, TaskCompletionSource Turn)? next = null;
            lock (_gate)
            {
                _ = left == SessionUse.Sending ? _sending-- : _reading--;
                if (Next() is { } node)
                {
                    _waiting.Remove(node);
                    Take(node.Value.Use);
                    next = node.Value;
                }
            }

            if (next is not { } one || one.Turn.TrySetResult())
            {
                return;
            }

            left = one.Use; // nobody waits for this place any more: it goes to the one behind
        }
    }

    /// <summary>Answers that are to leave go before what is to be read.</summary>
    private LinkedListNode<(SessionUse Use, TaskCompletionSource Turn)>? Next()
    {
        LinkedListNode<(SessionUse Use, TaskCompletionSource Turn)>? first = null;
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Use == SessionUse.Sending && IsFree(SessionUse.Sending))
            {
                return node;
            }

            first ??= IsFree(node.Value.Use) ? node : null;
        }

        return first;
    }

    /// <summary>A place among the requests on their way; free again when it is disposed.</summary>
    internal sealed class Place(MailboxTraffic traffic, SessionUse use) : IDisposable
    {
        private MailboxTraffic? _traffic = traffic;

        public void Dispose() => Interlocked.Exchange(ref _traffic, null)?.Leave(use);
    }
}
