using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>
/// How many requests of ours are on their way to one mailbox: three at most, two of them for reading, so that an answer never waits behind a large mail. Microsoft
/// allows four per application and mailbox (Microsoft Graph: "Throttling limits", Outlook service limits). It also remembers how large a page of changes the mailbox
/// can give in time.
/// </summary>
internal sealed class MailboxTraffic(TimeProvider time)
{
    private const int Most = 3;
    private const int MostForReading = 2;
    private const int LargestPage = 100;
    private const int SmallestPage = 5;
    private const int GoodPagesBeforeLarger = 20;
    private static readonly TimeSpan NarrowFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly LinkedList<(SessionUse Use, TaskCompletionSource Turn)> _waiting = [];
    private int _reading;
    private int _sending;
    private int _goodPages;
    private DateTimeOffset _narrowUntil;

    /// <summary>Rows of one page of changes: fewer where larger ones were not answered in time.</summary>
    public int PageSize { get; private set; } = LargestPage;

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

    /// <summary>A page came in time; after a good many a larger one is tried.</summary>
    public void PageCame()
    {
        lock (_gate)
        {
            if (PageSize < LargestPage && ++_goodPages >= GoodPagesBeforeLarger)
            {
                PageSize = Math.Min(PageSize * 2, LargestPage);
                _goodPages = 0;
            }
        }
    }

    /// <summary>A page did not come in time.</summary>
    /// <returns>False when there is no smaller one to be tried.</returns>
    public bool TrySmallerPage()
    {
        lock (_gate)
        {
            _goodPages = 0;
            if (PageSize <= SmallestPage)
            {
                return false;
            }

            PageSize = Math.Max(PageSize / 2, SmallestPage);
            return true;
        }
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
