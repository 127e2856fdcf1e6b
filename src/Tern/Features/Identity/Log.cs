namespace Tern.Features.Identity;

internal static partial class Log
{
    [LoggerMessage(EventId = 3200, EventName = "AgentCreated", Level = LogLevel.Information, Message = "Agent {AgentId} created, administrator: {IsAdministrator}")]
    internal static partial void AgentCreated(ILogger logger, AgentId agentId, bool isAdministrator);

    [LoggerMessage(EventId = 3201, EventName = "AgentSignedIn", Level = LogLevel.Information, Message = "Agent {AgentId} signed in")]
    internal static partial void SignedIn(ILogger logger, AgentId agentId);

    [LoggerMessage(EventId = 3202, EventName = "AgentLockedOut", Level = LogLevel.Warning, Message = "Agent {AgentId} is locked out after too many wrong passwords")]
    internal static partial void LockedOut(ILogger logger, AgentId agentId);

    [LoggerMessage(EventId = 3203, EventName = "AgentPasswordChanged", Level = LogLevel.Information, Message = "Agent {AgentId} changed the password")]
    internal static partial void PasswordChanged(ILogger logger, AgentId agentId);
}
