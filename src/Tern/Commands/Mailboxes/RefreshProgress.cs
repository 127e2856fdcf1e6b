using Tern.MailEngine.Sync;

namespace Tern.Commands.Mailboxes;

/// <summary>One moving line on a terminal; silent where nobody looks.</summary>
internal sealed class RefreshProgress(int mailboxes) : IProgress<CycleReport>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MailEngine.MailboxId, CycleReport> _reports = [];
    private int _done;
    private bool _isDrawn;

    /// <summary>Whether anybody looks.</summary>
    internal bool IsShown { get; } = !Console.IsErrorRedirected;

    public void Report(CycleReport value)
    {
        lock (_gate)
        {
            _reports[value.Mailbox] = value;
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
            Console.Error.Write($"\r\e[K{_done} of {mailboxes} mailboxes, {_reports.Values.Sum(r => r.New + r.Replied + r.Ignored + r.Quarantined)} mails");
        }
    }
}
