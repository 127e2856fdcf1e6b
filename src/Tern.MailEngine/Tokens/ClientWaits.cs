using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Tokens;

/// <summary>How long the token endpoint asked a client to stay away. It counts requests by client, so the wait holds for all connections of that client.</summary>
internal sealed class ClientWaits(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Fault Fault, DateTimeOffset At, DateTimeOffset Until)> _waits = new(StringComparer.Ordinal);

    public void Note(ConnectionSettings connection, Fault fault, DateTimeOffset until)
    {
        lock (_gate)
        {
            _waits[Key(connection)] = (fault, time.GetUtcNow(), until);
        }
    }

    /// <returns>The fault with the time that is left, or null when the client may ask.</returns>
    public Fault? Look(ConnectionSettings connection)
    {
        lock (_gate)
        {
            if (!_waits.TryGetValue(Key(connection), out var wait))
            {
                return null;
            }

            var left = wait.Until - time.GetUtcNow();
            if (left > TimeSpan.Zero && left <= wait.Until - wait.At) // longer than it was: our clock was set back
            {
                return wait.Fault with { RetryAfter = left };
            }

            _waits.Remove(Key(connection));
            return null;
        }
    }

    private static string Key(ConnectionSettings connection) => $"{connection.Authority} {connection.Tenant} {connection.ClientId}";
}
