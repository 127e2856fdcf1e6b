using System.Net;
using System.Net.Sockets;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365;

/// <summary>What failures below the provider's own words mean for us. A network fault is never called a sign-in fault.</summary>
internal static class TransportErrors
{
    /// <summary>A gateway that wants people to sign in to the network first (RFC 6585 §6).</summary>
    private const int NetworkSignIn = 511;

    public static MailboxUnavailableException TimedOut(TimeSpan after) => new(Fault(FaultCodes.Timeout, $"No answer within {after.TotalSeconds:0} seconds.")) { IsTooSlow = true };

    /// <summary>Connection, name and TLS failures certainly had no effect; anything later may have had.</summary>
    public static MailboxUnavailableException Translate(Exception exception)
    {
        var error = (exception as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        var (cause, what) = error switch
        {
            HttpRequestError.NameResolutionError => (FaultCodes.NameUnresolved, "The name could not be resolved."),
            HttpRequestError.ConnectionError => Connecting(exception),
            HttpRequestError.SecureConnectionError => (FaultCodes.TlsFailed, "TLS could not be established."),
            HttpRequestError.ProxyTunnelError => (FaultCodes.ProxyRefused, "The proxy refused the connection."),
            _ => (FaultCodes.ConnectionBroken, "The connection broke."),
        };
        return new MailboxUnavailableException(Fault(cause, what), exception) { MayHaveHappened = cause == FaultCodes.ConnectionBroken, IsTooSlow = cause == FaultCodes.Timeout };
    }

    /// <summary>What a status alone says, whatever stands in the body.</summary>
    /// <param name="status">The HTTP status; 0 where there was none.</param>
    /// <param name="isProviders">The body is an error as the provider writes it.</param>
    /// <returns>Null where the provider's own words count.</returns>
    public static string? CauseOf(int status, bool isProviders) => status switch
    {
        (int)HttpStatusCode.ProxyAuthenticationRequired => FaultCodes.ProxyRefused,
        NetworkSignIn => FaultCodes.AnswerUnreadable,
        (int)HttpStatusCode.TooManyRequests => FaultCodes.Throttled,
        (int)HttpStatusCode.RequestTimeout or >= (int)HttpStatusCode.InternalServerError => FaultCodes.ProviderDown,
        _ => isProviders ? null : FaultCodes.AnswerUnreadable,
    };

    /// <summary>More than Microsoft ever asks for; a wrong clock or a proxy must not silence a mailbox for days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Retry-After in seconds or as a date (RFC 9110 §10.2.3), from a second to an hour.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        var header = response?.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } w ? TimeSpan.FromTicks(Math.Clamp(w.Ticks, TimeSpan.TicksPerSecond, LongestWait.Ticks)) : null;
    }

    /// <summary>Somebody said no, or nobody is there: that is a firewall or a missing way.</summary>
    private static (string Cause, string What) Connecting(Exception exception)
    {
        var socket = exception.InnerException as SocketException ?? exception.InnerException?.InnerException as SocketException;
        return socket?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.AccessDenied => (FaultCodes.ConnectionRefused, "The connection was refused."),
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => (FaultCodes.NameUnresolved, "The name could not be resolved."),
            SocketError.TimedOut => (FaultCodes.Timeout, "No connection could be made in time."),
            _ => (FaultCodes.NetworkDown, "No connection could be made."),
        };
    }

    private static Fault Fault(string cause, string detail) => new(cause, FaultCodes.ClassOf(cause), detail);
}
