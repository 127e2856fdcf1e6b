namespace Tern.Microsoft365Simulator.State;

/// <summary>The last requests, oldest first, and counters that forget nothing.</summary>
public sealed class RequestLog
{
    private readonly Queue<RequestEntry> _entries = new();
    private readonly Lock _gate = new();

    /// <summary>How many entries are kept; the counters go on.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>How many requests came in since the start.</summary>
    public long Total { get; private set; }

    /// <summary>How many Graph requests presented a token that had expired at that moment.</summary>
    public long ExpiredTokens { get; private set; }

    /// <summary>The entries still kept.</summary>
    public IReadOnlyList<RequestEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Forgets entries and counters.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            Total = 0;
            ExpiredTokens = 0;
        }
    }

    internal void Add(RequestEntry entry)
    {
        lock (_gate)
        {
            Total++;
            ExpiredTokens += entry.TokenExpired ? 1 : 0;
            _entries.Enqueue(entry);
            while (_entries.Count > Capacity)
            {
                _entries.Dequeue();
            }
        }
    }
}

/// <summary>One request as it was seen and answered.</summary>
public sealed class RequestEntry
{
    public required long Number { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query as they came.</summary>
    public required string Path { get; init; }

    /// <summary>The client id, as far as the request told one.</summary>
    public string? App { get; set; }

    public string? Tenant { get; set; }

    /// <summary>The user whose mailbox it was about, by principal name.</summary>
    public string? Mailbox { get; set; }

    /// <summary>The grant type at the token endpoint.</summary>
    public string? Grant { get; set; }

    public int Status { get; set; }

    /// <summary>The error code that was answered, of Graph or AADSTS.</summary>
    public string? Error { get; set; }

    /// <summary>What the simulator itself did wrong, where a 500 is its own and no fault's.</summary>
    public string? Failure { get; set; }

    /// <summary>The fault that fired.</summary>
    public string? Fault { get; set; }

    /// <summary>The named fault class that fired, such as G4.</summary>
    public string? FaultClass { get; set; }

    public Cut Cut { get; set; }

    /// <summary>True when a Graph request presented a token past its end.</summary>
    public bool TokenExpired { get; set; }

    /// <summary>Seconds the presented token still had; negative when it was past its end.</summary>
    public double? TokenSecondsLeft { get; set; }
}
