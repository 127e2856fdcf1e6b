namespace Tern.Data;

internal static partial class Log
{
    [LoggerMessage(EventId = 1010, EventName = "DatabaseMigrating", Level = LogLevel.Information, Message = "Applying {Count} migrations up to {Last}")]
    internal static partial void Migrating(ILogger logger, int count, string last);
}
