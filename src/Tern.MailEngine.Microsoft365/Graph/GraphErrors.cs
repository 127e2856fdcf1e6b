using System.Globalization;
using System.Net;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>What an error of Graph means for us (Microsoft Graph: "Microsoft Graph error responses and resource types").</summary>
internal static class GraphErrors
{
    private static readonly HashSet<string> CursorCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        "SyncStateNotFound", "syncStateInvalid", "InvalidSyncStateData", "resyncRequired",
    };

    /// <summary>The codes that lead to a cause; the status and the message have their say as well, see <see cref="CauseOf"/>.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Codes = new Dictionary<string, string[]>
    {
        [FaultCodes.CursorExpired] = [.. CursorCodes],
        [FaultCodes.MailboxFull] = ["ErrorQuotaExceeded"],
        [FaultCodes.SendLimit] = ["ErrorSubmissionQuotaExceeded"],
        [FaultCodes.Throttled] = ["ApplicationThrottled", "TooManyRequests", "activityLimitReached"],
        [FaultCodes.MessageTooLarge] = ["ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded"],
        [FaultCodes.TokenRefused] = ["InvalidAuthenticationToken"],
        [FaultCodes.TokenAudienceWrong] = ["InvalidAuthenticationToken"],
        [FaultCodes.TokenChallenged] = ["InvalidAuthenticationToken"],
        [FaultCodes.SendAsDenied] = ["ErrorSendAsDenied"],
        [FaultCodes.PermissionMissing] = ["Authorization_RequestDenied"],
        [FaultCodes.AccessPolicy] = ["ErrorAccessDenied"],
        [FaultCodes.AccessDenied] = ["ErrorAccessDenied"],
        [FaultCodes.MailboxUnavailable] = ["MailboxNotEnabledForRESTAPI"],
        [FaultCodes.MailboxUnknown] = ["ErrorInvalidUser", "Request_ResourceNotFound", "ResourceNotFound"],
        [FaultCodes.FolderMissing] = ["ErrorFolderNotFound", "ErrorInvalidIdMalformed"],
        [FaultCodes.RecipientRefused] = ["ErrorInvalidRecipients"],
        [FaultCodes.MessageRejected] = ["ErrorInvalidParameter", "ErrorMimeContentInvalid", "InvalidInternetMessageHeader"],
        [FaultCodes.ProviderDown] = ["ErrorInternalServerError", "ErrorMailboxStoreUnavailable", "ErrorServerBusy", "serviceNotAvailable", "generalException"],
    };

    public static MailboxException Read(HttpResponseMessage response, byte[] body, TimeProvider time)
    {
        var answer = GraphAnswer.Parse(body, response);
        var status = response.StatusCode;
        if (status is HttpStatusCode.NotFound && answer.Code is "ErrorItemNotFound" or "itemNotFound")
        {
            return new ItemNotFoundException(Of(FaultCodes.AnswerUnreadable));
        }

        var cause = CauseOf((int)status, answer);
        var fault = Of(cause);
        return fault.Class switch
        {
            _ when cause == FaultCodes.CursorExpired => new SyncCursorExpiredException(fault),
            _ when cause is FaultCodes.MessageRejected or FaultCodes.RecipientRefused or FaultCodes.MessageTooLarge => new MessageRejectedException(fault),
            FaultClass.Throttled => new MailboxThrottledException(fault),
            FaultClass.Transient => new MailboxUnavailableException(fault)
            {
                MayHaveHappened = status is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.ProxyAuthenticationRequired),
                IsTooSlow = status is HttpStatusCode.GatewayTimeout,
            },
            _ => new MailboxAuthenticationException(fault),
        };

        Fault Of(string code) => new(code, FaultCodes.ClassOf(code), answer.Message ?? $"Graph answered {(int)status}.")
        {
            ProviderCode = answer.Code ?? ((int)status).ToString(CultureInfo.InvariantCulture),
            RequestId = answer.RequestId,
            TraceId = answer.ClientRequestId,
            At = answer.At,
            Claims = answer.Claims,
            RetryAfter = TransportErrors.RetryAfter(response, time),
        };
    }

    private static string CauseOf(int status, GraphAnswer answer) => (status, answer.Code) switch
    {
        (410, _) => FaultCodes.CursorExpired,
        (400, { } code) when CursorCodes.Contains(code) => FaultCodes.CursorExpired,
        (_, "ErrorQuotaExceeded") => FaultCodes.MailboxFull,
        (_, "ErrorSubmissionQuotaExceeded") => FaultCodes.SendLimit,
        (429 or 509, _) => FaultCodes.Throttled,
        (413, _) or (_, "ErrorMessageSizeExceeded") => FaultCodes.MessageTooLarge,

        // Not Graph's own words: a proxy's page must not make a right count as withdrawn, nor a mail as deleted or refused.
        _ when TransportErrors.CauseOf(status, answer.IsGraphs) is { } cause => cause,
        (401, _) when answer.Claims is not null => FaultCodes.TokenChallenged,
        (401, _) when answer.Says("invalid audience") => FaultCodes.TokenAudienceWrong,
        (401, _) => FaultCodes.TokenRefused,
        (403, "ErrorSendAsDenied") => FaultCodes.SendAsDenied,
        (403, "Authorization_RequestDenied") => FaultCodes.PermissionMissing,
        (403, _) when answer.Says("access to odata is disabled") || answer.Says("[raop]") => FaultCodes.AccessPolicy,
        (403, _) when answer.Says("conditional access") => FaultCodes.PolicyBlocks,
        (403, _) => FaultCodes.AccessDenied,
        (404, "MailboxNotEnabledForRESTAPI") => FaultCodes.MailboxUnavailable,
        (404, "ErrorInvalidUser" or "Request_ResourceNotFound" or "ResourceNotFound") => FaultCodes.MailboxUnknown,
        (404, "ErrorFolderNotFound") => FaultCodes.FolderMissing,
        (404, null) => FaultCodes.AnswerUnreadable,
        (409 or 412, _) => FaultCodes.ProviderDown,
        (_, "ErrorInvalidRecipients") => FaultCodes.RecipientRefused,
        _ => FaultCodes.MessageRejected,
    };
}
