using System.Collections.Frozen;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// What a refusal of Entra means for us. The OAuth <c>error</c> alone is not enough: <c>invalid_grant</c> also carries throttling and transient trouble, so
/// a table of AADSTS codes goes first (Entra: "Error handling code development", error reference).
/// </summary>
internal static class EntraErrors
{
    /// <summary>How long Entra's loop detection is left alone; it says no time of its own.</summary>
    private static readonly TimeSpan UnnamedWait = TimeSpan.FromMinutes(5);

    /// <summary>The cause behind every AADSTS code that we tell apart. The class hangs on the cause (<see cref="FaultCodes.ClassOf"/>).</summary>
    internal static readonly FrozenDictionary<int, string> Known = new (string Cause, int[] Codes)[]
    {
        (FaultCodes.SecretWrong, [7000215]),
        (FaultCodes.SecretExpired, [7000222]),
        (FaultCodes.CertificateRefused, [700027]),
        (FaultCodes.CertificateExpired, [1000502]),
        (FaultCodes.CertificateRevoked, [7000214, 7000277]),
        (FaultCodes.CredentialNotSent, [7000216, 7000218]),
        (FaultCodes.CredentialRefused, [700021, 700023]),
        (FaultCodes.ClientPublic, [700025]),
        (FaultCodes.FederatedMismatch, [70021, 700211, 700212, 700213]),

        (FaultCodes.ConsentMissing, [65001]),
        (FaultCodes.ConsentDeclined, [65004]),
        (FaultCodes.ConsentByAdministrator, [90094, 90095]),
        (FaultCodes.AppUnknown, [700016, 7000229]),
        (FaultCodes.AppDisabled, [70001, 7000112]),
        (FaultCodes.AppNotAuthorizedByPartner, [90099]),
        (FaultCodes.UserNotAssigned, [50105]),
        (FaultCodes.TenantUnknown, [50059, 50128, 90002, 900023]),
        (FaultCodes.CloudWrong, [90038, 900382, 900432]),
        (FaultCodes.EndpointCommon, [50194, 90124, 9001023]),
        (FaultCodes.ResourceMissing, [500011, 650052]),
        (FaultCodes.ResourceDisabled, [500014]),
        (FaultCodes.RegistrationIncomplete, [650056, 650057]),
        (FaultCodes.PlatformSinglePage, [9002325, 9002326, 9002327]),
        (FaultCodes.RedirectUriWrong, [50011]),
        (FaultCodes.ScopeWrong, [28002, 28003, 70011, 700022, 1002012]),
        (FaultCodes.RequestWrong, [70003, 90013, 90014, 90023, 700054, 900144, 9002313]),

        (FaultCodes.GrantEnded, [50058, 50173, 70000, 70008]),
        (FaultCodes.SignInIdle, [700082]),
        (FaultCodes.SignInOneDay, [700084]),
        (FaultCodes.SignInFrequency, [50078, 70043, 70044]),
        (FaultCodes.SignInPending, [70016]),
        (FaultCodes.SignInStale, [50089, 70020, 501481]),
        (FaultCodes.SignInOtherTenant, [700005]),
        (FaultCodes.CodeUsed, [54005]),
        (FaultCodes.MfaRequired, [50074, 50076, 50158]),
        (FaultCodes.MfaEnrolment, [50072, 50079]),
        (FaultCodes.PasswordExpired, [50055, 50144]),
        (FaultCodes.PasswordChanged, [50132, 50133]),
        (FaultCodes.AccountDisabled, [50057]),
        (FaultCodes.AccountLocked, [50053]),
        (FaultCodes.AccountDeleted, [50034]),
        (FaultCodes.AccountForeign, [50020, 90072]),

        (FaultCodes.DeviceRequired, [50097, 53000, 53001, 135010, 135011, 530003, 700003]),
        (FaultCodes.AppNotApproved, [53002]),
        (FaultCodes.PolicyBlocks, [53003]),
        (FaultCodes.SecurityDefaults, [530032, 530035]),
        (FaultCodes.TenantRestricted, [500021, 500022]),

        (FaultCodes.ClockWrong, [500133, 700024]),
        (FaultCodes.Throttled, [50196, 90055]),
        (FaultCodes.ProviderDown, [50033, 70012, 90006, 90012, 90024, 90033, 90036, 90090, 90091]),
    }.SelectMany(row => row.Codes, (row, code) => (row.Cause, Code: code)).ToFrozenDictionary(row => row.Code, row => row.Cause);

    /// <summary>What the token endpoint's answer means. Lenient: HTML, empty bodies and unknown shapes are transient, never a reason to call the grant dead.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="retryAfter">Retry-After, if there was one.</param>
    public static Fault Read(int status, string? body, TimeSpan? retryAfter)
    {
        var answer = EntraAnswer.Parse(body);
        return TransportErrors.CauseOf(status, isProviders: answer is not null) is { } cause
            ? Fault(cause, $"The token endpoint answered {status}.", answer) with { RetryAfter = retryAfter }
            : Read(answer!, retryAfter);
    }

    /// <summary>What it means that the browser came back from Microsoft with an error (RFC 6749 §4.1.2.1).</summary>
    /// <param name="answer">What stood in the address.</param>
    public static Fault Read(EntraAnswer answer) => Read(answer, retryAfter: null);

    private static Fault Read(EntraAnswer answer, TimeSpan? retryAfter)
    {
        var fault = Fault(CauseOf(answer), answer.Description, answer);
        return fault with { RetryAfter = retryAfter ?? (fault.Class == FaultClass.Throttled ? UnnamedWait : null) };
    }

    private static Fault Fault(string cause, string detail, EntraAnswer? answer) => new(cause, FaultCodes.ClassOf(cause), detail)
    {
        ProviderCode = answer?.ProviderCode,
        RequestId = answer?.CorrelationId,
        TraceId = answer?.TraceId,
        At = answer?.At,
        Claims = answer?.Claims,
    };

    /// <summary>Throttling and passing trouble go before everything else that is named; a refused client is never a reason to send a person to the sign-in page.</summary>
    private static string CauseOf(EntraAnswer answer)
    {
        var named = answer.Codes.Where(Known.ContainsKey).Select(code => Known[code]).ToList();
        return Of(FaultClass.Throttled)
            ?? Of(FaultClass.Transient)
            ?? (answer.Error is "temporarily_unavailable" or "server_error" ? FaultCodes.ProviderDown : null)
            ?? (answer.Error == "invalid_client"
                ? Of(FaultClass.AdministratorMustAct) ?? FaultCodes.CredentialRefused
                : named.FirstOrDefault() ?? Unnamed(answer));

        string? Of(FaultClass @class) => named.Find(cause => FaultCodes.ClassOf(cause) == @class);
    }

    private static string Unnamed(EntraAnswer answer) => (answer.Error, answer.Suberror) switch
    {
        ("authorization_pending" or "slow_down", _) => FaultCodes.SignInPending,
        ("expired_token", _) => FaultCodes.SignInStale,
        (_, "consent_required") or ("consent_required", _) => FaultCodes.ConsentMissing,
        (_, "user_password_expired") => FaultCodes.PasswordExpired,
        (_, "device_authentication_failed") => FaultCodes.DeviceRequired,
        (_, "protection_policy_required") => FaultCodes.AppNotApproved,
        ("invalid_grant" or "interaction_required" or "login_required", _) => FaultCodes.GrantEnded,
        ("access_denied" or "authorization_declined", _) => FaultCodes.ConsentDeclined,
        ("invalid_scope", _) => FaultCodes.ScopeWrong,
        ("invalid_resource", _) => FaultCodes.ResourceMissing,
        ("invalid_tenant", _) => FaultCodes.TenantUnknown,
        ("unsupported_grant_type" or "unsupported_response_type", _) => FaultCodes.RequestWrong,
        _ => FaultCodes.ConfigurationWrong,
    };
}
