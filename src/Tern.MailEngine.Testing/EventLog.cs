using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Tern.MailEngine.Testing;

/// <summary>Everything that happened, in order, as text and as one hash: two runs of one seed must agree in both.</summary>
/// <param name="time">The clock that stamps the entries.</param>
public sealed class EventLog(TimeProvider time) : ILoggerFactory, ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _entries = [];

    /// <summary>The entries so far.</summary>
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

    /// <summary>SHA-256 over all entries, in hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Entries))));

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">What happened.</param>
    public void Add(string entry)
    {
        lock (_gate)
        {
            _entries.Add($"{time.GetUtcNow():O} {entry}");
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
    public void Dispose()
    {
    }
}
