namespace Tern.Web;

internal static partial class Log
{
    [LoggerMessage(EventId = 1030, EventName = "RequestFailed", Level = LogLevel.Error, Message = "A request to {Endpoint} failed")]
    internal static partial void RequestFailed(ILogger logger, Exception exception, string? endpoint);
}
