namespace Tern.Microsoft365Simulator.Serving;

internal static partial class Log
{
    [LoggerMessage(EventId = 9000, EventName = "SimulatorReady", Level = LogLevel.Information,
        Message = "Simulated Microsoft 365 with seed {Seed}, clock {Clock}, state in {State}")]
    internal static partial void Ready(ILogger logger, int seed, string clock, string state);

    [LoggerMessage(EventId = 9001, EventName = "SimulatorStateNotSaved", Level = LogLevel.Error,
        Message = "The state could not be saved")]
    internal static partial void StateNotSaved(ILogger logger, Exception problem);

    [LoggerMessage(EventId = 9002, EventName = "SimulatorFailed", Level = LogLevel.Error,
        Message = "The simulator itself failed: {What}")]
    internal static partial void Failed(ILogger logger, string what, Exception problem);

    [LoggerMessage(EventId = 9003, EventName = "SimulatorNotificationsNotSent", Level = LogLevel.Error,
        Message = "Notifications could not be sent; the next look tries again")]
    internal static partial void NotificationsNotSent(ILogger logger, Exception problem);
}
