using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Running;

/// <summary>What a provider tells of one mailbox, and whether it tells of all that comes.</summary>
internal sealed class Announcements(TimeProvider time)
{
    /// <summary>How long changes that come together are waited for before one look is taken at all of them.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private bool _isTold;
    private bool _isWell;
    private DateTimeOffset? _unannouncedSince;

    public bool IsWell
    {
        get
        {
            lock (_gate)
            {
                return _isWell;
            }
        }
    }

    public DateTimeOffset? UnannouncedSince
    {
        get
        {
            lock (_gate)
            {
                return _unannouncedSince;
            }
        }
    }

    /// <summary>The provider told of a change.</summary>
    /// <returns>Whether it is looked into at once.</returns>
    public bool Hear()
    {
        lock (_gate)
        {
            _unannouncedSince = null;
            _isTold |= _isWell;
            return _isWell;
        }
    }

    public void ForgetUnannounced()
    {
        lock (_gate)
        {
            _unannouncedSince = null;
        }
    }

    /// <summary>Changes come in swarms, and one look is enough for all of them.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        bool isTold;
        lock (_gate)
        {
            isTold = _isTold;
        }

        if (isTold)
        {
            await InPlace.DelayAsync(Settling, time, cancellationToken);
        }
    }

    /// <summary>The check that starts now is for all that was told by now.</summary>
    /// <returns>Whether anything was.</returns>
    public bool Take()
    {
        lock (_gate)
        {
            var isTold = _isTold;
            _isTold = false;
            return isTold;
        }
    }

    /// <summary>What a check found, and whether it was made because of what was told.</summary>
    public void Note(CycleReport? report, bool wasTold)
    {
        lock (_gate)
        {
            _isWell = report is { Succeeded: true };
            if (report is { New: > 0 } or { Replied: > 0 } && !wasTold)
            {
                _unannouncedSince ??= time.GetUtcNow();
            }
        }
    }
}
