using System.Text.Json;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;

namespace Tern.MailEngine.Microsoft365.Tests.Errors;

/// <summary>Every AADSTS code of the error reference that a mailbox can meet: its cause, and who ends it. Retrying and signing in hang on the second.</summary>
public sealed class EntraErrorTests
{
    private const FaultClass Admin = FaultClass.AdministratorMustAct;
    private const FaultClass Person = FaultClass.PersonMustSignIn;
    private const FaultClass Passing = FaultClass.Transient;
    private const FaultClass Busy = FaultClass.Throttled;

    public static TheoryData<int, string, string, FaultClass> Table => new()
    {
        { 50173, "invalid_grant", "grant-ended", Person },
        { 700082, "invalid_grant", "sign-in-idle", Person },
        { 700084, "invalid_grant", "sign-in-one-day", Person },
        { 70008, "invalid_grant", "grant-ended", Person },
        { 70000, "invalid_grant", "grant-ended", Person },
        { 70043, "invalid_grant", "sign-in-frequency", Person },
        { 70044, "invalid_grant", "sign-in-frequency", Person },
        { 50078, "interaction_required", "sign-in-frequency", Person },
        { 50076, "invalid_grant", "mfa-required", Person },
        { 50074, "interaction_required", "mfa-required", Person },
        { 50158, "interaction_required", "mfa-required", Person },
        { 50079, "interaction_required", "mfa-enrol", Person },
        { 50072, "interaction_required", "mfa-enrol", Person },
        { 50089, "invalid_request", "sign-in-stale", Person },
        { 50132, "invalid_grant", "password-changed", Person },
        { 50133, "invalid_grant", "password-changed", Person },
        { 50034, "invalid_grant", "account-deleted", Admin },
        { 50057, "invalid_grant", "account-disabled", Admin },
        { 50053, "invalid_grant", "account-locked", Admin },
        { 50055, "invalid_grant", "password-expired", Person },
        { 50144, "invalid_grant", "password-expired", Person },
        { 50020, "invalid_request", "account-foreign", Person },
        { 50105, "interaction_required", "user-not-assigned", Admin },
        { 53000, "interaction_required", "device-required", Admin },
        { 53001, "interaction_required", "device-required", Admin },
        { 53002, "interaction_required", "app-not-approved", Admin },
        { 53003, "invalid_grant", "policy-blocks", Admin },
        { 530032, "invalid_grant", "security-defaults", Admin },
        { 530035, "invalid_grant", "security-defaults", Admin },
        { 50097, "interaction_required", "device-required", Admin },
        { 135010, "invalid_grant", "device-required", Admin },
        { 135011, "invalid_grant", "device-required", Admin },
        { 700003, "invalid_grant", "device-required", Admin },
        { 65001, "invalid_grant", "consent-missing", Admin },
        { 65004, "access_denied", "consent-declined", Admin },
        { 90094, "interaction_required", "consent-by-administrator", Admin },
        { 90095, "interaction_required", "consent-by-administrator", Admin },
        { 90099, "unauthorized_client", "app-not-authorized-by-partner", Admin },
        { 650052, "invalid_resource", "resource-missing", Admin },
        { 650056, "invalid_request", "registration-incomplete", Admin },
        { 650057, "invalid_resource", "registration-incomplete", Admin },
        { 7000215, "invalid_client", "secret-wrong", Admin },
        { 7000222, "invalid_client", "secret-expired", Admin },
        { 7000218, "invalid_client", "credential-not-sent", Admin },
        { 7000216, "invalid_client", "credential-not-sent", Admin },
        { 700025, "invalid_client", "client-public", Admin },
        { 700027, "invalid_client", "certificate-refused", Admin },
        { 700024, "invalid_client", "clock-wrong", Admin },
        { 7000214, "invalid_client", "certificate-revoked", Admin },
        { 7000277, "invalid_client", "certificate-revoked", Admin },
        { 1000502, "invalid_client", "certificate-expired", Admin },
        { 70021, "invalid_request", "federated-mismatch", Admin },
        { 700211, "invalid_client", "federated-mismatch", Admin },
        { 700212, "invalid_client", "federated-mismatch", Admin },
        { 700213, "invalid_client", "federated-mismatch", Admin },
        { 700021, "invalid_client", "credential-refused", Admin },
        { 700023, "invalid_client", "credential-refused", Admin },
        { 700016, "unauthorized_client", "app-unknown", Admin },
        { 700016, "invalid_client", "app-unknown", Admin },
        { 7000229, "unauthorized_client", "app-unknown", Admin },
        { 70001, "unauthorized_client", "app-disabled", Admin },
        { 7000112, "unauthorized_client", "app-disabled", Admin },
        { 90002, "invalid_request", "tenant-unknown", Admin },
        { 900023, "invalid_request", "tenant-unknown", Admin },
        { 50194, "invalid_request", "endpoint-common", Admin },
        { 9001023, "invalid_request", "endpoint-common", Admin },
        { 90124, "invalid_request", "endpoint-common", Admin },
        { 90038, "invalid_request", "cloud-wrong", Admin },
        { 900382, "invalid_request", "cloud-wrong", Admin },
        { 900432, "unauthorized_client", "cloud-wrong", Admin },
        { 500011, "invalid_resource", "resource-missing", Admin },
        { 500014, "invalid_resource", "resource-disabled", Admin },
        { 500021, "access_denied", "tenant-restricted", Admin },
        { 500022, "access_denied", "tenant-restricted", Admin },
        { 70011, "invalid_scope", "scope-wrong", Admin },
        { 28002, "invalid_scope", "scope-wrong", Admin },
        { 28003, "invalid_scope", "scope-wrong", Admin },
        { 700022, "invalid_scope", "scope-wrong", Admin },
        { 50011, "invalid_request", "redirect-uri-wrong", Admin },
        { 9002313, "invalid_request", "request-wrong", Admin },
        { 900144, "invalid_request", "request-wrong", Admin },
        { 90014, "invalid_request", "request-wrong", Admin },
        { 54005, "invalid_grant", "code-used", Person },
        { 501481, "invalid_grant", "sign-in-stale", Person },
        { 700005, "invalid_grant", "sign-in-other-tenant", Person },
        { 9002326, "invalid_request", "platform-spa", Admin },
        { 9002327, "invalid_request", "platform-spa", Admin },
        { 50196, "invalid_grant", "throttled", Busy },
        { 90055, "invalid_request", "throttled", Busy },
        { 90033, "invalid_grant", "provider-down", Passing },
        { 90006, "server_error", "provider-down", Passing },
        { 90012, "server_error", "provider-down", Passing },
        { 90024, "invalid_request", "provider-down", Passing },
        { 50033, "server_error", "provider-down", Passing },
        { 90090, "invalid_grant", "provider-down", Passing },
        { 90091, "server_error", "provider-down", Passing },
        { 90036, "server_error", "provider-down", Passing },
        { 70012, "server_error", "provider-down", Passing },
        { 500133, "invalid_grant", "clock-wrong", Admin },

        // Neighbours of these that the reference names as well.
        { 50058, "login_required", "grant-ended", Person },
        { 50059, "invalid_request", "tenant-unknown", Admin },
        { 50128, "invalid_request", "tenant-unknown", Admin },
        { 70003, "unsupported_grant_type", "request-wrong", Admin },
        { 70016, "authorization_pending", "sign-in-pending", Passing },
        { 70020, "expired_token", "sign-in-stale", Person },
        { 90013, "invalid_request", "request-wrong", Admin },
        { 90023, "invalid_request", "request-wrong", Admin },
        { 90072, "invalid_grant", "account-foreign", Person },
        { 530003, "invalid_grant", "device-required", Admin },
        { 700054, "unsupported_response_type", "request-wrong", Admin },
        { 1002012, "invalid_scope", "scope-wrong", Admin },
        { 9002325, "invalid_request", "platform-spa", Admin },

        // Codes we have never heard of go by the OAuth error.
        { 999999, "invalid_grant", "grant-ended", Person },
        { 999999, "interaction_required", "grant-ended", Person },
        { 999999, "login_required", "grant-ended", Person },
        { 999999, "consent_required", "consent-missing", Admin },
        { 999999, "invalid_client", "credential-refused", Admin },
        { 999999, "unauthorized_client", "configuration-wrong", Admin },
        { 999999, "invalid_request", "configuration-wrong", Admin },
        { 999999, "invalid_scope", "scope-wrong", Admin },
        { 999999, "invalid_resource", "resource-missing", Admin },
        { 999999, "unsupported_grant_type", "request-wrong", Admin },
        { 999999, "slow_down", "sign-in-pending", Passing },
        { 999999, "authorization_declined", "consent-declined", Admin },
        { 999999, "temporarily_unavailable", "provider-down", Passing },
        { 999999, "server_error", "provider-down", Passing },
        { 999999, "an_error_of_tomorrow", "configuration-wrong", Admin },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_code_has_its_cause_and_whoever_ends_it(int code, string error, string cause, FaultClass ends)
    {
        var body = JsonSerializer.Serialize(new { error, error_description = $"AADSTS{code}: Something is wrong.", error_codes = new[] { code } });

        var fault = EntraErrors.Read(error == "invalid_client" ? 401 : 400, body, retryAfter: null);

        Assert.Equal((cause, ends, $"AADSTS{code}"), (fault.Code, fault.Class, fault.ProviderCode));
        Assert.False(FaultCodes.IsAboutTheNetwork(fault.Code));
        Assert.Equal(ends == Busy, fault.RetryAfter is not null);
    }

    [Fact]
    public void No_code_of_the_table_is_left_untested() =>
        Assert.Equal(EntraErrors.Known.Keys.Order(), Table.Select(row => row.Data.Item1).Where(code => code != 999999).Distinct().Order());

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(407)]
    [InlineData(511)]
    public void A_status_of_trouble_outweighs_whatever_the_body_says_of_the_sign_in(int status)
    {
        var body = """{"error":"invalid_grant","error_description":"AADSTS50173: revoked","error_codes":[50173]}""";

        var fault = EntraErrors.Read(status, body, TimeSpan.FromSeconds(7));

        Assert.Equal(status == 429 ? Busy : Passing, fault.Class);
        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>Sign in to the network</html>")]
    [InlineData(400, "<html>Bad request</html>")]
    [InlineData(401, null)]
    [InlineData(403, "{")]
    [InlineData(400, "[]")]
    [InlineData(400, "{}")]
    [InlineData(400, """{"error":{"code":"x"}}""")]
    [InlineData(200, """{"access_token":""}""")]
    public void What_is_not_Entras_is_unreadable_and_passes(int status, string? body)
    {
        var fault = EntraErrors.Read(status, body, retryAfter: null);

        Assert.Equal((FaultCodes.AnswerUnreadable, Passing), (fault.Code, fault.Class));
    }

    [Fact]
    public void Ids_time_and_claims_are_kept()
    {
        var body = """
            {"error":"interaction_required","error_description":"AADSTS50076: You must use multi-factor authentication.\r\nTrace ID: 11111111-0000-0000-0000-000000000001\r\nCorrelation ID: 22222222-0000-0000-0000-000000000002\r\nTimestamp: 2026-11-23 09:08:07Z",
             "error_codes":[50076],"timestamp":"2026-11-23 09:08:07Z","trace_id":"11111111-0000-0000-0000-000000000001","correlation_id":"22222222-0000-0000-0000-000000000002",
             "error_uri":"https://login.microsoftonline.com/error?code=50076","suberror":"basic_action","claims":"{\"access_token\":{\"polids\":{\"essential\":true}}}","new_field":{"a":[1]}}
            """;

        var fault = EntraErrors.Read(400, body, retryAfter: null);

        Assert.Equal("AADSTS50076: You must use multi-factor authentication.", fault.Detail);
        Assert.Equal("11111111-0000-0000-0000-000000000001", fault.TraceId);
        Assert.Equal("22222222-0000-0000-0000-000000000002", fault.RequestId);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 8, 7, TimeSpan.Zero), fault.At);
        Assert.Equal("""{"access_token":{"polids":{"essential":true}}}""", fault.Claims);
    }

    [Fact]
    public void What_has_no_field_is_taken_from_the_description()
    {
        var body = """{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired. Trace ID: t-1 Correlation ID: c-2 Timestamp: 2026-11-23 09:08:07Z"}""";

        var fault = EntraErrors.Read(401, body, retryAfter: null);

        Assert.Equal((FaultCodes.SecretExpired, "AADSTS7000222", "t-1", "c-2"), (fault.Code, fault.ProviderCode, fault.TraceId, fault.RequestId));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 8, 7, TimeSpan.Zero), fault.At);
    }

    [Theory]
    [InlineData("""{"error":"invalid_client","error_codes":["7000222"]}""")]
    [InlineData("""{"error":"invalid_client","error_codes":7000222}""")]
    [InlineData("""{"error":"invalid_client","error_uri":"https://login.microsoftonline.com/error?code=7000222"}""")]
    [InlineData("""{"error_codes":[7000222],"error_description":null,"timestamp":"yesterday","trace_id":12}""")]
    [InlineData("""{"error":"invalid_client","error_description":"AADSTS7000222: expired","error_codes":"none","claims":"","suberror":null}""")]
    public void Oddities_of_the_body_hide_no_code(string body)
    {
        foreach (var start in new[] { "", "\uFEFF" })
        {
            var fault = EntraErrors.Read(401, start + body, retryAfter: null);

            Assert.Equal((FaultCodes.SecretExpired, "AADSTS7000222", null), (fault.Code, fault.ProviderCode, fault.Claims));
        }
    }

    [Theory]
    [InlineData("invalid_grant", new[] { 50173, 50196 }, "throttled")]
    [InlineData("invalid_grant", new[] { 50173, 90033 }, "provider-down")]
    [InlineData("temporarily_unavailable", new[] { 50173 }, "provider-down")]
    [InlineData("invalid_client", new[] { 70000 }, "credential-refused")]
    [InlineData("invalid_client", new[] { 70000, 7000222 }, "secret-expired")]
    [InlineData("invalid_grant", new[] { 999999, 65001 }, "consent-missing")]
    public void Of_several_codes_the_mildest_for_people_counts(string error, int[] codes, string cause) =>
        Assert.Equal(cause, EntraErrors.Read(400, JsonSerializer.Serialize(new { error, error_codes = codes }), retryAfter: null).Code);

    [Theory]
    [InlineData("consent_required", "consent-missing")]
    [InlineData("user_password_expired", "password-expired")]
    [InlineData("device_authentication_failed", "device-required")]
    [InlineData("protection_policy_required", "app-not-approved")]
    [InlineData("bad_token", "grant-ended")]
    [InlineData("message_only", "grant-ended")]
    [InlineData("of_tomorrow", "grant-ended")]
    public void A_suberror_speaks_where_no_code_does(string suberror, string cause) =>
        Assert.Equal(cause, EntraErrors.Read(400, JsonSerializer.Serialize(new { error = "invalid_grant", suberror }), retryAfter: null).Code);

    [Theory]
    [InlineData("access_denied", "AADSTS65004: User declined to consent to access the app.", "consent-declined", "AADSTS65004")]
    [InlineData("access_denied", "the user canceled the authentication", "consent-declined", "access_denied")]
    [InlineData("access_denied", "AADSTS500021: Access to the tenant is denied.", "tenant-restricted", "AADSTS500021")]
    [InlineData("interaction_required", "AADSTS90094: The grant requires admin permission.", "consent-by-administrator", "AADSTS90094")]
    [InlineData("server_error", null, "provider-down", "server_error")]
    [InlineData("invalid_resource", "AADSTS500011: The resource principal was not found.", "resource-missing", "AADSTS500011")]
    public void What_the_browser_brings_back_is_read_the_same_way(string error, string? description, string cause, string providerCode)
    {
        var fault = EntraSignIn.Refused(error, description);

        Assert.Equal((cause, providerCode), (fault.Code, fault.ProviderCode));
    }

    [Fact]
    public void A_description_without_end_is_cut()
    {
        var body = JsonSerializer.Serialize(new { error = "invalid_request", error_description = "AADSTS9002313: " + new string('x', 5000) });

        Assert.Equal(300, EntraErrors.Read(400, body, retryAfter: null).Detail.Length);
    }

    [Fact]
    public void Every_cause_that_another_credential_may_heal_is_an_administrators()
    {
        var healed = EntraErrors.Known.Values.Distinct().Where(FaultCodes.IsAboutTheCredential).Order(StringComparer.Ordinal);

        Assert.Equal(
            ["certificate-expired", "certificate-refused", "certificate-revoked", "clock-wrong", "credential-not-sent", "credential-refused", "federated-mismatch", "secret-expired", "secret-wrong"],
            healed);
        Assert.All(healed, cause => Assert.Equal(Admin, FaultCodes.ClassOf(cause)));
    }
}
