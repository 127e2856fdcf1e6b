namespace Tern.MailEngine.Microsoft365;

/// <summary>How far Microsoft's clock is ahead of ours, by the Date header of its answers (RFC 9110 §6.6.1).</summary>
/// <param name="time">Our clock.</param>
public sealed class ProviderClock(TimeProvider time)
{
    /// <summary>The header counts in whole seconds and travels; less than this is no difference.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TimeSpan? _offset;

    /// <summary>Null before the first answer.</summary>
    public TimeSpan? Offset
    {
        get
        {
            lock (_gate)
            {
                return _offset;
            }
        }
    }

    /// <summary>The present moment as Microsoft sees it: an assertion is judged by its clock, not by ours.</summary>
    internal DateTimeOffset Now => Offset is { } offset && offset.Duration() > Tolerance ? time.GetUtcNow() + offset : time.GetUtcNow();

    /// <summary>Whether another difference is known by now than one that was assumed.</summary>
    internal bool HasMovedFrom(TimeSpan assumed) => (Now - time.GetUtcNow() - assumed).Duration() > Tolerance;

    internal void Observe(HttpResponseMessage? response)
    {
        if (response?.Headers.Date is { } date)
        {
            lock (_gate)
            {
                _offset = date - time.GetUtcNow();
            }
        }
    }
}
