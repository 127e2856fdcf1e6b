using Tern.MailEngine.Sync;

namespace Tern.Commands.Mailboxes;

/// <summary>One moving line on a terminal; silent where nobody looks.</summary>
internal sealed class RefreshProgress(int mailboxes) : IProgress<CycleReport>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MailEngine.MailboxId, CycleReport> _reports = [];
    private int _done;
    private DateTimeOffset? _until;
    private bool _isDrawn;

    /// <summary>Whether anybody looks.</summary>
    internal bool IsShown { get; } = !Console.IsErrorRedirected;

    /// <summary>How many mails were read so far.</summary>
    internal int Mails
    {
        get
        {
            lock (_gate)
            {
                return _reports.Values.Sum(r => r.New + r.Replied + r.Ignored + r.Quarantined);
            }
        }
    }

    public void Report(CycleReport value)
    {
        lock (_gate)
        {
            _reports[value.Mailbox] = value;
            Draw();
        }
    }

    /// <summary>Microsoft asked to be left alone until then; null when that is over.</summary>
    internal void WaitUntil(DateTimeOffset? until)
    {
        lock (_gate)
        {
            _until = until;
            Draw();
        }
    }

    internal void Done()
    {
        lock (_gate)
        {
            _done++;
            Draw();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDrawn)
            {
                Console.Error.Write("\r\e[K");
                _isDrawn = false;
            }
        }
    }

    private void Draw()
    {
        if (IsShown)
        {
            _isDrawn = true;
            Console.Error.Write($"\r\e[K{_done} of {mailboxes} mailboxes, {Mails} mails{(_until is { } until ? $"; Microsoft asked to wait until {until.ToLocalTime():HH:mm:ss}" : "")}");
        }
    }
}
