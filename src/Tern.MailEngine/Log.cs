using Microsoft.Extensions.Logging;

namespace Tern.MailEngine;

internal static partial class Log
{
    [LoggerMessage(EventId = 5000, EventName = "MailboxCycleCompleted", Level = LogLevel.Debug,
        Message = "Mailbox {MailboxId} ({ShortName}): checked, {Fetched} fetched, {Stored} stored, {Ignored} ignored, {Quarantined} quarantined")]
    internal static partial void CycleCompleted(ILogger logger, MailboxId mailboxId, string shortName, int fetched, int stored, int ignored, int quarantined);

    [LoggerMessage(EventId = 5001, EventName = "MailboxLeaseTaken", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId}: lease taken, epoch {Epoch}")]
    internal static partial void LeaseTaken(ILogger logger, MailboxId mailboxId, long epoch);

    [LoggerMessage(EventId = 5002, EventName = "MailboxLeaseLost", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId}: lease of epoch {Epoch} lost; another node works on it")]
    internal static partial void LeaseLost(ILogger logger, MailboxId mailboxId, long epoch);

    [LoggerMessage(EventId = 5006, EventName = "MailboxRunnerFailed", Level = LogLevel.Error,
        Message = "Mailbox {MailboxId}: something the engine does not know went wrong; trying again at {RetryAt}")]
    internal static partial void RunnerFailed(ILogger logger, Exception exception, MailboxId mailboxId, DateTimeOffset retryAt);

    [LoggerMessage(EventId = 5010, EventName = "OutboxStateChanged", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId}: outgoing message {OutboxId} is {State}")]
    internal static partial void OutboxStateChanged(ILogger logger, MailboxId mailboxId, Guid outboxId, Outbox.OutboxState state);

    [LoggerMessage(EventId = 5011, EventName = "OutboxAttemptFailed", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId}: outgoing message {OutboxId} in state {State} met {Code} ({ProviderCode}); next look at {NextAttemptAt}")]
    internal static partial void OutboxAttemptFailed(ILogger logger, MailboxId mailboxId, Guid outboxId, Outbox.OutboxState state, string code, string? providerCode, DateTimeOffset nextAttemptAt);

    [LoggerMessage(EventId = 5012, EventName = "OutboxUncertain", Level = LogLevel.Error,
        Message = "Mailbox {MailboxId}: whether outgoing message {OutboxId} left cannot be proved; a person must look")]
    internal static partial void OutboxUncertain(ILogger logger, MailboxId mailboxId, Guid outboxId);

    [LoggerMessage(EventId = 5020, EventName = "SubscriptionMade", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId}: the provider tells of changes until {ExpiresAt:O} (subscription {SubscriptionId})")]
    internal static partial void SubscriptionMade(ILogger logger, MailboxId mailboxId, string subscriptionId, DateTimeOffset expiresAt);

    [LoggerMessage(EventId = 5021, EventName = "SubscriptionGone", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId}: subscription {SubscriptionId} no longer exists; another one is made")]
    internal static partial void SubscriptionGone(ILogger logger, MailboxId mailboxId, string subscriptionId);

    [LoggerMessage(EventId = 5022, EventName = "SubscriptionFailed", Level = LogLevel.Warning,
        Message = "Mailbox {MailboxId}: the subscription could not be made, renewed or looked at ({Code}, {ProviderCode}): {Detail}; next try {RetryAt:O}, and the mailbox is read on a clock meanwhile")]
    internal static partial void SubscriptionFailed(ILogger logger, MailboxId mailboxId, string code, string? providerCode, string detail, DateTimeOffset retryAt);

    [LoggerMessage(EventId = 5023, EventName = "SubscriptionBound", Level = LogLevel.Information,
        Message = "Mailbox {MailboxId}: a subscription may last {Longest} at most; that is asked for from now on")]
    internal static partial void SubscriptionBound(ILogger logger, MailboxId mailboxId, TimeSpan longest);

    [LoggerMessage(EventId = 5600, EventName = "TokenRefreshed", Level = LogLevel.Information,
        Message = "Grant {GrantId}: token refreshed, ends {ExpiresAt:O}, next refresh {RefreshAt:O}, refresh token rotated: {Rotated}")]
    internal static partial void TokenRefreshed(ILogger logger, Guid grantId, DateTimeOffset expiresAt, DateTimeOffset refreshAt, bool rotated);

    [LoggerMessage(EventId = 5601, EventName = "TokenRefreshFailed", Level = LogLevel.Warning,
        Message = "Grant {GrantId}: refresh failed ({Code}, {ProviderCode}); next try {RetryAt:O}; the present token lives until {LivesUntil}")]
    internal static partial void TokenRefreshFailed(ILogger logger, Guid grantId, string code, string? providerCode, DateTimeOffset retryAt, DateTimeOffset? livesUntil);

    [LoggerMessage(EventId = 5602, EventName = "CredentialEnds", Level = LogLevel.Warning,
        Message = "Grant {GrantId}: credential {CredentialId} ends within {Days} days, at {EndsAt:O}; a new one must be entered before that")]
    internal static partial void CredentialEnds(ILogger logger, Guid grantId, Guid credentialId, int days, DateTimeOffset endsAt);

    [LoggerMessage(EventId = 5603, EventName = "KeyRollBegun", Level = LogLevel.Information,
        Message = "Grant {GrantId}: our own certificate ends {EndsAt:O}; a new one was made and is handed to the provider")]
    internal static partial void KeyRollBegun(ILogger logger, Guid grantId, DateTimeOffset endsAt);

    [LoggerMessage(EventId = 5604, EventName = "KeyRolled", Level = LogLevel.Information,
        Message = "Grant {GrantId}: the new certificate has worked and is in use until {EndsAt:O}")]
    internal static partial void KeyRolled(ILogger logger, Guid grantId, DateTimeOffset endsAt);

    [LoggerMessage(EventId = 5605, EventName = "KeyRollFailed", Level = LogLevel.Warning,
        Message = "Grant {GrantId}: our own certificate could not be replaced ({Code}, {ProviderCode}): {Detail}; tried again within the hour")]
    internal static partial void KeyRollFailed(ILogger logger, Guid grantId, string code, string? providerCode, string detail);

    [LoggerMessage(EventId = 5606, EventName = "OldKeyRemoved", Level = LogLevel.Information,
        Message = "Grant {GrantId}: the replaced certificate {KeyId} was taken away at the provider")]
    internal static partial void OldKeyRemoved(ILogger logger, Guid grantId, string keyId);

    [LoggerMessage(EventId = 5607, EventName = "RegistrationUnread", Level = LogLevel.Information,
        Message = "Grant {GrantId}: the registration's keys could not be read ({Code}, {ProviderCode}); tried again tomorrow")]
    internal static partial void RegistrationUnread(ILogger logger, Guid grantId, string code, string? providerCode);

    [LoggerMessage(EventId = 5608, EventName = "TokenRefreshBroke", Level = LogLevel.Error,
        Message = "Grant {GrantId}: a refresh could not be stored; the present token lives until {LivesUntil:O}")]
    internal static partial void TokenRefreshBroke(ILogger logger, Exception exception, Guid grantId, DateTimeOffset livesUntil);

    [LoggerMessage(EventId = 5609, EventName = "ClaimNotRenewed", Level = LogLevel.Warning,
        Message = "Grant {GrantId}: the right to refresh it could not be kept; the refresh goes on")]
    internal static partial void ClaimNotRenewed(ILogger logger, Exception exception, Guid grantId);
}
