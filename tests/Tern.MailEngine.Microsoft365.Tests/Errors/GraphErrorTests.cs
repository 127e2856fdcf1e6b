using System.Net;
using System.Text;
using System.Text.Json;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Graph;

namespace Tern.MailEngine.Microsoft365.Tests.Errors;

/// <summary>Every answer of Graph that a mailbox can meet: its cause, and which member of the family is thrown, for that decides what happens next.</summary>
public sealed class GraphErrorTests
{
    private static readonly Type Stop = typeof(MailboxAuthenticationException);
    private static readonly Type Later = typeof(MailboxUnavailableException);
    private static readonly Type Wait = typeof(MailboxThrottledException);
    private static readonly Type Message = typeof(MessageRejectedException);
    private static readonly Type Anew = typeof(SyncCursorExpiredException);

    public static TheoryData<int, string, string, string, Type> Table => new()
    {
        { 400, "ErrorInvalidRecipients", "", "recipient-refused", Message },
        { 400, "ErrorInvalidParameter", "", "message-rejected", Message },
        { 400, "ErrorInvalidIdMalformed", "", "message-rejected", Message },
        { 400, "ErrorMimeContentInvalid", "", "message-rejected", Message },
        { 400, "InvalidInternetMessageHeader", "", "message-rejected", Message },
        { 400, "SyncStateNotFound", "", "cursor-expired", Anew },
        { 400, "syncStateInvalid", "", "cursor-expired", Anew },
        { 400, "InvalidSyncStateData", "", "cursor-expired", Anew },
        { 400, "resyncRequired", "", "cursor-expired", Anew },
        { 410, "SyncStateNotFound", "", "cursor-expired", Anew },
        { 401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", "token-refused", Stop },
        { 401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.", "token-audience-wrong", Stop },
        { 401, "unauthenticated", "", "token-refused", Stop },
        { 403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.", "access-denied", Stop },
        { 403, "ErrorAccessDenied", "Access to OData is disabled.", "access-policy", Stop },
        { 403, "ErrorAccessDenied", "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.", "access-policy", Stop },
        { 403, "ErrorAccessDenied", "[RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.", "access-policy", Stop },
        { 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.", "permission-missing", Stop },
        { 403, "ErrorSendAsDenied", "", "send-as-denied", Stop },
        { 403, "AccessDenied", "Blocked by Conditional Access.", "policy-blocks", Stop },
        { 403, "accessDenied", "", "access-denied", Stop },
        { 404, "ErrorItemNotFound", "", "answer-unreadable", typeof(ItemNotFoundException) },
        { 404, "itemNotFound", "", "answer-unreadable", typeof(ItemNotFoundException) },
        { 404, "MailboxNotEnabledForRESTAPI", "", "mailbox-unavailable", Stop },
        { 404, "ErrorInvalidUser", "", "mailbox-unknown", Stop },
        { 404, "Request_ResourceNotFound", "", "mailbox-unknown", Stop },
        { 404, "ResourceNotFound", "", "mailbox-unknown", Stop },
        { 404, "ErrorFolderNotFound", "", "folder-missing", Stop },
        { 409, "ErrorFolderExists", "", "provider-down", Later },
        { 412, "ErrorIrresolvableConflict", "", "provider-down", Later },
        { 413, "ErrorMessageSizeExceeded", "", "message-too-large", Message },
        { 413, "ErrorAttachmentSizeLimitExceeded", "", "message-too-large", Message },
        { 429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", "throttled", Wait },
        { 429, "TooManyRequests", "", "throttled", Wait },
        { 429, "activityLimitReached", "", "throttled", Wait },
        { 429, "ErrorSubmissionQuotaExceeded", "", "send-limit", Wait },
        { 509, "BandwidthLimitExceeded", "", "throttled", Wait },
        { 429, "ErrorQuotaExceeded", "", "mailbox-full", Stop },
        { 507, "ErrorQuotaExceeded", "", "mailbox-full", Stop },
        { 408, "x", "", "provider-down", Later },
        { 500, "ErrorInternalServerError", "", "provider-down", Later },
        { 500, "generalException", "", "provider-down", Later },
        { 502, "UnknownError", "", "provider-down", Later },
        { 503, "serviceNotAvailable", "", "provider-down", Later },
        { 503, "ErrorServerBusy", "", "provider-down", Later },
        { 503, "ErrorMailboxStoreUnavailable", "", "provider-down", Later },
        { 504, "UnknownError", "", "provider-down", Later },
        { 405, "BadRequest", "", "message-rejected", Message },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_answer_has_its_cause_and_its_consequence(int status, string code, string message, string cause, Type expected)
    {
        var exception = Read(status, JsonSerializer.Serialize(new { error = new { code, message, innerError = new Dictionary<string, string> { ["request-id"] = "r-1" } } }));

        Assert.Equal((expected, cause, code, "r-1"), (exception.GetType(), exception.Fault.Code, exception.Fault.ProviderCode, exception.Fault.RequestId));
        Assert.Equal(FaultCodes.ClassOf(exception.Fault.Code), exception.Fault.Class);
    }

    [Fact]
    public void Whoever_explains_a_cause_names_codes_that_lead_there()
    {
        var tested = Table.Select(row => (row.Data.Item4, row.Data.Item2)).Append((FaultCodes.TokenChallenged, "InvalidAuthenticationToken")).Append((FaultCodes.FolderMissing, "ErrorInvalidIdMalformed")).ToHashSet();

        Assert.All(GraphErrors.Codes.SelectMany(row => row.Value, (row, code) => (row.Key, code)), named => Assert.Contains(named, tested));
        Assert.Equal(["AADSTS50196", "AADSTS90055", "ApplicationThrottled", "TooManyRequests", "activityLimitReached"], Microsoft365Codes.Of(FaultCodes.Throttled));
        Assert.Empty(Microsoft365Codes.Of(FaultCodes.NameUnresolved));
    }

    [Theory]
    [InlineData(400, "answer-unreadable")]
    [InlineData(401, "answer-unreadable")]
    [InlineData(403, "answer-unreadable")]
    [InlineData(404, "answer-unreadable")]
    [InlineData(407, "proxy-refused")]
    [InlineData(451, "answer-unreadable")]
    [InlineData(511, "answer-unreadable")]
    [InlineData(502, "provider-down")]
    [InlineData(504, "provider-down")]
    public void A_gateways_page_says_nothing_of_rights_mails_or_sign_ins(int status, string cause)
    {
        foreach (var body in new[] { "", "<html>No way</html>", "null", "[]", """{"error":"no"}""" })
        {
            var exception = Read(status, body);

            Assert.Equal((Later, cause, FaultClass.Transient), (exception.GetType(), exception.Fault.Code, exception.Fault.Class));
        }
    }

    [Theory]
    [InlineData(401, "token-refused")]
    [InlineData(403, "access-denied")]
    public void An_empty_answer_that_names_its_request_is_Graphs_own(int status, string cause) =>
        Assert.Equal(cause, Read(status, "", ("request-id", "r-7")).Fault.Code);

    [Fact]
    public void Ids_and_time_come_from_the_body_or_else_from_the_headers()
    {
        var body = """
            {"error":{"code":"ErrorAccessDenied","message":"Access is denied.","details":[],"innerError":{"date":"2026-11-23T09:08:07","request-id":"r-1","client-request-id":"c-1","code":"x"}}}
            """;

        var inBody = Read(403, "\uFEFF" + body, ("request-id", "r-2"), ("client-request-id", "c-2")).Fault;
        var inHeaders = Read(403, """{"error":{"code":"ErrorAccessDenied","innererror":{}}}""", ("request-id", "r-2"), ("client-request-id", "c-2"), ("Date", "Mon, 23 Nov 2026 09:08:07 GMT")).Fault;

        var at = new DateTimeOffset(2026, 11, 23, 9, 8, 7, TimeSpan.Zero);
        Assert.Equal(("r-1", "c-1", at), (inBody.RequestId, inBody.TraceId, inBody.At));
        Assert.Equal(("r-2", "c-2", at), (inHeaders.RequestId, inHeaders.TraceId, inHeaders.At));
    }

    [Theory]
    [InlineData("""Bearer realm="", client_id="0", error="insufficient_claims", claims="{0}" """)]
    [InlineData("Bearer realm=\"\", error=insufficient_claims, claims={0}, errorDescription=x")]
    public void A_challenge_hands_its_claims_on(string challenge)
    {
        const string Claims = """{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}""";
        foreach (var base64 in new[] { Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims)), Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims)).TrimEnd('=') })
        {
            var fault = Read(401, """{"error":{"code":"InvalidAuthenticationToken"}}""", ("WWW-Authenticate", challenge.Replace("{0}", base64, StringComparison.Ordinal))).Fault;

            Assert.Equal(("token-challenged", Claims), (fault.Code, fault.Claims));
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer claims=\"%%%\"")]
    public void A_challenge_without_claims_that_can_be_read_is_a_refusal(string challenge)
    {
        var fault = Read(401, """{"error":{"code":"InvalidAuthenticationToken"}}""", ("WWW-Authenticate", challenge)).Fault;

        Assert.Equal(("token-refused", null), (fault.Code, fault.Claims));
    }

    [Theory]
    [InlineData(409, false)]
    [InlineData(412, false)]
    [InlineData(407, false)]
    [InlineData(503, true)]
    [InlineData(400, true)]
    public void What_was_certainly_not_done_is_known(int status, bool mayHaveHappened) =>
        Assert.Equal(mayHaveHappened, Assert.IsType<MailboxUnavailableException>(Read(status, "")).MayHaveHappened);

    private static MailboxException Read(int status, string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return GraphErrors.Read(response, Encoding.UTF8.GetBytes(body), TimeProvider.System);
    }
}
