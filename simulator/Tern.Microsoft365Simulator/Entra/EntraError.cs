namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An AADSTS code with the OAuth error and the status it usually comes with (reference-error-codes).</summary>
/// <param name="Code">The number behind AADSTS.</param>
/// <param name="OAuth">The OAuth 2.0 error (RFC 6749 §5.2).</param>
/// <param name="Text">What the description says after the code.</param>
internal sealed record EntraError(int Code, string OAuth, string Text)
{
    internal string? Suberror { get; init; }

    internal string? Claims { get; init; }

    internal int Status { get; init; } = OAuth switch
    {
        "invalid_client" => 401,
        "temporarily_unavailable" => 503,
        _ => 400,
    };

    /// <summary>The error for a code, with a text of its own or the general one.</summary>
    internal static EntraError Of(int code, string? text = null)
    {
        var (oauth, general) = code switch
        {
            50173 => ("invalid_grant", "The grant was revoked; the user has to sign in again."),
            700082 => ("invalid_grant", "The refresh token has expired due to inactivity."),
            700084 => ("invalid_grant", "The refresh token was issued to a single page app and has reached its fixed end."),
            70008 => ("invalid_grant", "The authorization code or refresh token has expired."),
            70000 => ("invalid_grant", "The provided grant is invalid or malformed."),
            70043 => ("invalid_grant", "The refresh token has expired under the sign-in frequency policy."),
            70044 => ("invalid_grant", "The session has expired under the sign-in frequency policy."),
            54005 => ("invalid_grant", "The authorization code was already redeemed; ask for a new one."),
            501481 => ("invalid_grant", "The code_verifier does not match the code_challenge of the authorization request."),
            700005 => ("invalid_grant", "The authorization code or token is meant for another tenant."),
            50034 => ("invalid_grant", "The user account does not exist in the directory."),
            50057 => ("invalid_grant", "The user account is disabled."),
            50053 => ("invalid_grant", "The account is locked."),
            50055 or 50144 => ("invalid_grant", "The password has expired."),
            50132 or 50133 => ("invalid_grant", "The session is not valid any more after a password change."),
            50196 => ("invalid_grant", "The server met a loop: the same request came too often."),
            50076 => ("interaction_required", "Multi-factor authentication is needed."),
            50079 => ("interaction_required", "The user has to enrol for multi-factor authentication."),
            50072 or 50074 => ("interaction_required", "Strong authentication is needed."),
            50078 => ("interaction_required", "The multi-factor session has expired."),
            50158 => ("interaction_required", "An external security challenge was not met."),
            50105 => ("interaction_required", "The user is not assigned to the application."),
            53000 or 53001 or 53002 => ("interaction_required", "The device does not meet the policy."),
            53003 => ("interaction_required", "Access was blocked by Conditional Access policies."),
            530032 or 530035 => ("invalid_grant", "Access was blocked by a security policy of the tenant."),
            65001 => ("invalid_grant", "The user or administrator has not consented to use the application."),
            65004 => ("access_denied", "The user declined to consent."),
            90094 => ("access_denied", "An administrator has to consent."),
            7000215 => ("invalid_client", "Invalid client secret provided. Send the secret's value, not its id."),
            7000222 => ("invalid_client", "The provided client secret keys are expired."),
            7000218 => ("invalid_client", "The request body must contain 'client_assertion' or 'client_secret'."),
            700025 => ("invalid_client", "The client is public, so neither 'client_assertion' nor 'client_secret' may be presented."),
            700027 => ("invalid_client", "The client assertion failed signature validation."),
            700024 => ("invalid_client", "The client assertion is not within its valid time range."),
            700023 => ("invalid_client", "The audience of the client assertion is not this token endpoint."),
            700021 => ("invalid_client", "Issuer or subject of the client assertion is not the client_id."),
            7000214 or 7000277 => ("invalid_client", "The certificate has been revoked."),
            1000502 => ("invalid_client", "The certificate is not within its validity period."),
            700016 => ("unauthorized_client", "The application was not found in the directory."),
            70001 or 7000112 => ("unauthorized_client", "The application is disabled."),
            90002 => ("invalid_request", "The tenant was not found."),
            50194 => ("invalid_request", "The application is not configured as multi-tenant; /common is not supported for it."),
            9001023 => ("invalid_request", "The grant type is not supported over /common, /organizations or /consumers."),
            90038 or 900382 or 900432 => ("invalid_request", "The tenant lives in another national cloud."),
            500011 => ("invalid_resource", "The resource principal was not found in the tenant."),
            500014 => ("invalid_resource", "The service principal of the resource is disabled."),
            70011 or 28002 or 28003 => ("invalid_scope", "The provided value of 'scope' is not valid."),
            1002012 => ("invalid_scope", "Client credential flows need a scope that ends with /.default."),
            700022 => ("invalid_request", "The scopes of one token request must belong to one resource."),
            50011 => ("invalid_request", "The redirect URI does not match the redirect URIs of the application."),
            9002313 => ("invalid_request", "The request is malformed."),
            900144 => ("invalid_request", "A parameter is missing in the body."),
            90014 => ("invalid_request", "A required field is missing."),
            70003 => ("unsupported_grant_type", "The grant type is not supported."),
            700054 => ("unsupported_response_type", "The response_type is not enabled for the application."),
            50058 => ("login_required", "A silent sign-in was asked for, and nobody is signed in."),
            90033 => ("temporarily_unavailable", "A transient error has occurred. Please try again."),
            90006 or 90012 or 90024 or 50033 or 90090 or 90091 or 90036 or 70012 => ("server_error", "A transient error has occurred."),
            90055 => ("invalid_request", "The tenant is throttled."),
            _ => ("invalid_grant", "The request was refused."),
        };
        return new EntraError(code, oauth, text ?? general)
        {
            Suberror = code switch
            {
                65001 => "consent_required",
                50076 or 50079 or 50072 or 50074 or 50158 => "basic_action",
                53003 => "message_only",
                _ => null,
            },
            Claims = code is 50076 or 50079 or 50158 ? """{"access_token":{"capolids":{"essential":true,"values":["policy-1"]}}}""" : null,
        };
    }
}

/// <summary>Ends a request at Entra wherever the rule is found that refuses it; answered with the error body.</summary>
internal sealed class EntraRefusalException(EntraError error) : Exception(error.Text)
{
    internal EntraError Error { get; } = error;
}
