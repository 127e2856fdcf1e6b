using System.Net;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365;

/// <summary>What failures below HTTP mean for us. A network fault is never called a sign-in fault.</summary>
internal static class TransportErrors
{
    public static MailboxUnavailableException TimedOut(TimeSpan after) =>
        new(new Fault(FaultCodes.Timeout, FaultClass.Transient, $"No answer within {after.TotalSeconds:0} seconds."));

    /// <summary>Connection, name and TLS failures certainly had no effect; anything later may have had.</summary>
    public static MailboxUnavailableException Translate(Exception exception)
    {
        var error = (exception as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        var never = error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
        var what = error switch
        {
            HttpRequestError.NameResolutionError => "The name could not be resolved.",
            HttpRequestError.ConnectionError => "No connection could be made.",
            HttpRequestError.SecureConnectionError => "TLS could not be established; a proxy or a missing root certificate is common.",
            HttpRequestError.ProxyTunnelError => "The proxy refused the connection.",
            _ => "The connection broke.",
        };
        return new MailboxUnavailableException(new Fault(FaultCodes.NetworkDown, FaultClass.Transient, what), exception) { MayHaveHappened = !never };
    }

    /// <summary>More than Microsoft ever asks for; a wrong clock or a proxy must not silence a mailbox for days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Retry-After in seconds or as a date (RFC 9110 §10.2.3), from a second to an hour.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        var header = response?.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } w ? TimeSpan.FromTicks(Math.Clamp(w.Ticks, TimeSpan.TicksPerSecond, LongestWait.Ticks)) : null;
    }

    public static bool IsServerFailure(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;
}
