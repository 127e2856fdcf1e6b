namespace Tern.Features.LiveUpdates;

internal static partial class Log
{
    [LoggerMessage(EventId = 3600, EventName = "FeedInterrupted", Level = LogLevel.Warning, Message = "The event feed could not be read and will be tried again in a second")]
    internal static partial void FeedInterrupted(ILogger logger, Exception exception);
}
