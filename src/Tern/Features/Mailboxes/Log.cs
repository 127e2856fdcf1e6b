using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

internal static partial class Log
{
    [LoggerMessage(EventId = 2200, EventName = "MailNotUnderstood", Level = LogLevel.Error,
        Message = "A mail could not be understood and is set aside; its raw source is {RawKey}")]
    internal static partial void NotUnderstood(ILogger logger, Exception exception, string rawKey);

    [LoggerMessage(EventId = 2210, EventName = "MailOverLimits", Level = LogLevel.Error,
        Message = "A mail is over the limits of what is read, or cannot be parsed, and was set aside; its source is kept as blob {RawKey}")]
    internal static partial void OverLimits(ILogger logger, string rawKey);

    [LoggerMessage(EventId = 2201, EventName = "MailboxHealthy", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId} ({ShortName}) is {State}")]
    internal static partial void Recovered(ILogger logger, MailboxId mailboxId, string shortName, MailEngine.Health.MailboxState state);

    [LoggerMessage(EventId = 2202, EventName = "MailboxInTrouble", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId} ({ShortName}) is {State}. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void InTrouble(
        ILogger logger, MailboxId mailboxId, string shortName, MailEngine.Health.MailboxState state, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2203, EventName = "MailboxNeedsAction", Level = LogLevel.Error,
        Message = "Mailbox {MailboxId} ({ShortName}) needs somebody. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void NeedsAction(
        ILogger logger, MailboxId mailboxId, string shortName, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2207, EventName = "MailboxReadAnew", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId} ({ShortName}) goes on. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void ReadAnew(
        ILogger logger, MailboxId mailboxId, string shortName, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2213, EventName = "FeedMissedMail", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId} ({ShortName}): mails that the list of changes had left out were found and read: {Mails}. {Cause} {Remedy}")]
    internal static partial void FeedMissedMail(ILogger logger, MailboxId mailboxId, string shortName, int mails, string cause, string remedy);

    [LoggerMessage(EventId = 2214, EventName = "CountFailed", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId} ({ShortName}) goes on, but a folder could not be counted; tried again within minutes. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void CountFailed(
        ILogger logger, MailboxId mailboxId, string shortName, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2212, EventName = "FilingGivenUp", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId} ({ShortName}): mails were read, but could not be marked, categorised or moved at Microsoft: {Mails}. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void FilingGivenUp(
        ILogger logger, MailboxId mailboxId, string shortName, int mails, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2208, EventName = "MailWaits", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId} ({ShortName}) goes on, but mails that could not be fetched wait: {Mails}. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void MailWaits(
        ILogger logger, MailboxId mailboxId, string shortName, int mails, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2209, EventName = "MailSetAside", Level = LogLevel.Error,
        Message = "Mailbox {MailboxId} ({ShortName}) goes on, but mails that could not be fetched are set aside: {Mails}. {Cause} {Remedy} ({FaultCode}, {ProviderCode}, request {RequestId})")]
    internal static partial void MailSetAside(
        ILogger logger, MailboxId mailboxId, string shortName, int mails, string cause, string remedy, string faultCode, string? providerCode, string? requestId);

    [LoggerMessage(EventId = 2204, EventName = "MailboxConnected", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId} ({ShortName}) was connected")]
    internal static partial void Connected(ILogger logger, MailboxId mailboxId, string shortName);

    [LoggerMessage(EventId = 2211, EventName = "MailboxRemoved", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId} ({ShortName}) was removed; mails that waited to be sent and were given up: {Mails}")]
    internal static partial void Removed(ILogger logger, MailboxId mailboxId, string shortName, int mails);

    [LoggerMessage(EventId = 2205, EventName = "MailboxWrongAccount", Level = LogLevel.Warning,
        Message = "A sign-in for mailbox {MailboxId} was refused: another account signed in")]
    internal static partial void WrongAccount(ILogger logger, MailboxId mailboxId);

    [LoggerMessage(EventId = 2206, EventName = "MailboxHostFailed", Level = LogLevel.Error,
        Message = "Serving refresh requests failed; trying again")]
    internal static partial void RequestsFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2241, EventName = "ComposingFailed", Level = LogLevel.Error, Message = "Outgoing mail {OutboxKey} cannot be written, and does not leave")]
    internal static partial void ComposingFailed(ILogger logger, Exception exception, Guid outboxKey);

    [LoggerMessage(EventId = 2240, EventName = "MailHeldBack", Level = LogLevel.Warning, Message = "Mailbox {MailboxId} has written to as many recipients as it may in 24 hours: outgoing mail {OutboxKey} is kept back until {Until}")]
    internal static partial void HeldBack(ILogger logger, MailboxId mailboxId, Guid outboxKey, DateTimeOffset until);
}
