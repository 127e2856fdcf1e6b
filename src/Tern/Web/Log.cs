namespace Tern.Web;

internal static partial class Log
{
    [LoggerMessage(EventId = 1031, EventName = "PlainHttp", Level = LogLevel.Warning,
        Message = "A request came from {Peer} over plain http, but PublicUrl is {PublicUrl}. If that is the proxy that ends TLS, {Missing} is missing; told once for each")]
    internal static partial void PlainHttp(ILogger logger, string peer, Uri publicUrl, string missing);

    [LoggerMessage(EventId = 1030, EventName = "RequestFailed", Level = LogLevel.Error, Message = "A request to {Endpoint} failed")]
    internal static partial void RequestFailed(ILogger logger, Exception exception, string? endpoint);
}
