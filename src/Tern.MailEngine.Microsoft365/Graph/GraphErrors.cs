using System.Net;
using System.Text.Json;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>What an error of Graph means for us (Microsoft Graph: "Microsoft Graph error responses and resource types"). Parsed leniently: gateways answer HTML or nothing.</summary>
internal static class GraphErrors
{
    private static readonly HashSet<string> CursorCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        "SyncStateNotFound", "syncStateInvalid", "InvalidSyncStateData", "resyncRequired",
    };

    public static MailboxException Read(HttpResponseMessage response, byte[] body, TimeProvider time)
    {
        var (code, message, requestId) = Parse(body);
        requestId ??= response.Headers.TryGetValues("request-id", out var ids) ? ids.FirstOrDefault() : null;
        var retryAfter = TransportErrors.RetryAfter(response, time);
        return response.StatusCode switch
        {
            HttpStatusCode.Gone => new SyncCursorExpiredException(Of(FaultCodes.CursorExpired, FaultClass.Transient)),
            HttpStatusCode.BadRequest when CursorCodes.Contains(code ?? "") => new SyncCursorExpiredException(Of(FaultCodes.CursorExpired, FaultClass.Transient)),
            _ when code == "ErrorQuotaExceeded" => new MailboxAuthenticationException(Of(FaultCodes.MailboxFull, FaultClass.AdministratorMustAct)),
            HttpStatusCode.TooManyRequests or (HttpStatusCode)509 => new MailboxThrottledException(Of(FaultCodes.Throttled, FaultClass.Throttled)),
            HttpStatusCode.Unauthorized => new MailboxAuthenticationException(Of(FaultCodes.TokenRefused, FaultClass.AdministratorMustAct)),
            HttpStatusCode.Forbidden when code == "ErrorSendAsDenied" => new MailboxAuthenticationException(Of(FaultCodes.SendAsDenied, FaultClass.AdministratorMustAct)),
            HttpStatusCode.Forbidden => new MailboxAuthenticationException(Of(FaultCodes.AccessDenied, FaultClass.AdministratorMustAct)),
            HttpStatusCode.NotFound when code == "MailboxNotEnabledForRESTAPI" => new MailboxAuthenticationException(Of(FaultCodes.MailboxUnavailable, FaultClass.AdministratorMustAct)),
            HttpStatusCode.NotFound when code is "ErrorInvalidUser" or "Request_ResourceNotFound" or "ResourceNotFound" => new MailboxAuthenticationException(Of(FaultCodes.MailboxUnknown, FaultClass.AdministratorMustAct)),
            HttpStatusCode.NotFound when code == "ErrorFolderNotFound" => new MailboxAuthenticationException(Of(FaultCodes.FolderMissing, FaultClass.AdministratorMustAct)),
            HttpStatusCode.NotFound when code is "ErrorItemNotFound" or "itemNotFound" => new ItemNotFoundException(Of(FaultCodes.AnswerUnreadable, FaultClass.Transient)),

            // Not Graph's own words: a proxy's page must not make a mail count as deleted.
            HttpStatusCode.NotFound => new MailboxUnavailableException(Of(FaultCodes.AnswerUnreadable, FaultClass.Transient)),
            HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict => new MailboxUnavailableException(Of(FaultCodes.ProviderDown, FaultClass.Transient)) { MayHaveHappened = false },
            HttpStatusCode.RequestEntityTooLarge => new MessageRejectedException(Of(FaultCodes.MessageRejected, FaultClass.AdministratorMustAct)),
            _ when TransportErrors.IsServerFailure(response.StatusCode) => new MailboxUnavailableException(Of(FaultCodes.ProviderDown, FaultClass.Transient)),
            _ => new MessageRejectedException(Of(FaultCodes.MessageRejected, FaultClass.AdministratorMustAct)),
        };

        Fault Of(string fault, FaultClass @class) => new(fault, @class, message ?? $"Graph answered {(int)response.StatusCode}.")
        {
            ProviderCode = code ?? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture),
            RequestId = requestId,
            RetryAfter = retryAfter,
        };
    }

    private static (string? Code, string? Message, string? RequestId) Parse(byte[] body)
    {
        try
        {
            var error = body.Length == 0 ? null : JsonSerializer.Deserialize(body, GraphJson.Default.GraphErrorBody)?.Error;
            var message = error?.Message;
            return (error?.Code, message?.Length > 300 ? message[..300] : message, error?.InnerError?.RequestId);
        }
        catch (JsonException)
        {
            return (null, null, null);
        }
    }
}
