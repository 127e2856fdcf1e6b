using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Tern.MailEngine.Testing;

/// <summary>Everything that happened, in order, as text and as one hash: two runs of one seed must agree in both.</summary>
/// <param name="time">The clock that stamps the entries.</param>
/// <param name="kept">How many of the last entries are kept as text; the hash is over all of them.</param>
public sealed class EventLog(TimeProvider time, int kept = int.MaxValue) : ILoggerFactory, ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _entries = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The entries so far, or the last of them.</summary>
    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>How many entries there were.</summary>
    public long Count { get; private set; }

    /// <summary>SHA-256 over all entries, each with a line feed, in hexadecimal.</summary>
    public string Hash
    {
        get
        {
            lock (_gate)
            {
                return Convert.ToHexStringLower(_hash.GetCurrentHash());
            }
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">What happened.</param>
    public void Add(string entry)
    {
        lock (_gate)
        {
            var line = $"{time.GetUtcNow():O} {entry}";
            Count++;
            _hash.AppendData(Encoding.UTF8.GetBytes($"{line}\n"));
            _entries.Enqueue(line);
            if (_entries.Count > kept)
            {
                _entries.Dequeue();
            }
        }
    }

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Add($"[{eventId.Id} {eventId.Name}] {formatter(state, exception)}{(exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}")}");
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The event log is the only provider.");

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();
}
