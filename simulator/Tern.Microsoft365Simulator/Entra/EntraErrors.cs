using System.Collections.Frozen;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Every code the simulated Entra gives, each from a state of its directory or from the request itself.</summary>
internal static class EntraErrors
{
    private const string Grant = "invalid_grant";
    private const string Interaction = "interaction_required";
    private const string Client = "invalid_client";
    private const string Unauthorized = "unauthorized_client";
    private const string Request = "invalid_request";
    private const string Resource = "invalid_resource";
    private const string Scope = "invalid_scope";
    private const string Server = "server_error";

    internal static readonly FrozenDictionary<int, EntraError> Known = new EntraError[]
    {
        // The grant itself.
        new(50173, Grant, "The provided grant has expired due to it being revoked, a fresh auth token is needed.") { Suberror = "bad_token" },
        new(700082, Grant, "The refresh token has expired due to inactivity.") { Suberror = "bad_token" },
        new(700084, Grant, "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page."),
        new(70008, Grant, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."),
        new(70000, Grant, "The provided grant is invalid or malformed.") { Suberror = "bad_token" },
        new(70043, Grant, "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.") { Suberror = "bad_token" },
        new(70044, Grant, "The session has expired or is invalid due to sign-in frequency checks by Conditional Access."),
        new(54005, Grant, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),
        new(501481, Grant, "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
        new(700005, Grant, "The provided authorization code or refresh token is intended to be used against another tenant."),
        new(50132, Grant, "The session is not valid due to password expiration or recent password change."),
        new(50133, Grant, "The session is not valid due to password expiration or recent password change."),
        new(50196, Grant, "The server terminated an operation because it encountered a client request loop. Please contact your app vendor."),
        new(70016, "authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
        new(70018, "bad_verification_code", "Invalid verification code."),
        new(70020, "expired_token", "The provided value for the input parameter 'device_code' is not valid. This device code has expired."),

        // The person.
        new(50034, Grant, "The user account does not exist in the directory. To sign into this application, the account must be added to the directory."),
        new(50057, Grant, "The user account is disabled."),
        new(50053, Grant, "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."),
        new(50055, Grant, "The password is expired.") { Suberror = "user_password_expired" },
        new(50144, Grant, "The user's Active Directory password has expired.") { Suberror = "user_password_expired" },
        new(50020, Request, "The user account from another identity provider does not exist in the tenant and cannot access the application in that tenant."),
        new(50058, "login_required", "A silent sign-in request was sent but no user is signed in."),
        new(50089, Request, "Authentication failed due to flow token expired. Please start the sign-in again."),
        new(50105, Interaction, "The signed in user is not assigned to a role for the application."),

        // What the organisation asks for.
        new(50076, Interaction, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.") { Suberror = "basic_action" },
        new(50079, Interaction, "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.") { Suberror = "basic_action" },
        new(50072, Interaction, "Due to a configuration change made by your administrator, you must enroll for second factor authentication to access the resource.") { Suberror = "basic_action" },
        new(50074, Interaction, "Strong Authentication is required and the user did not pass the MFA challenge.") { Suberror = "basic_action" },
        new(50078, Interaction, "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access the resource.") { Suberror = "basic_action" },
        new(50158, Interaction, "External security challenge was not satisfied. The user will be redirected to another page or authentication provider to satisfy additional authentication challenges.") { Suberror = "basic_action" },
        new(53000, Interaction, "Device is not in required device state. Conditional Access policy requires a compliant device, and the device is not compliant.") { Suberror = "additional_action" },
        new(53001, Interaction, "Device is not in required device state. Conditional Access policy requires a domain joined device, and the device is not domain joined.") { Suberror = "additional_action" },
        new(53002, Interaction, "The app used is not an approved app for Conditional Access.") { Suberror = "protection_policy_required" },
        new(53003, Interaction, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.") { Suberror = "message_only" },
        new(530032, Grant, "Access has been blocked due to a security policy configured by your organization.") { Suberror = "message_only" },
        new(530035, Grant, "Access has been blocked by security defaults.") { Suberror = "message_only" },
        new(50097, Interaction, "Device authentication is required.") { Suberror = "device_authentication_failed" },
        new(135010, Grant, "The device key was not found.") { Suberror = "device_authentication_failed" },
        new(135011, Grant, "The device used during the authentication is disabled.") { Suberror = "device_authentication_failed" },
        new(700003, Grant, "The device object was not found in the tenant directory.") { Suberror = "device_authentication_failed" },

        // Consent.
        new(65001, Grant, "The user or administrator has not consented to use the application.") { Suberror = "consent_required" },
        new(65004, "access_denied", "User declined to consent to access the app."),
        new(90094, Interaction, "The grant requires admin permission."),
        new(90095, Interaction, "Admin consent is required. An admin consent request was sent."),
        new(90099, Unauthorized, "The application has not been authorized in the tenant. Applications must be authorized to access the external tenant before partner delegated administrators can use them."),
        new(650052, Resource, "The app is trying to access a service that your organization lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions."),
        new(650056, Request, "Misconfigured application. The client has not listed any permissions in the requested permissions in the client's application registration."),
        new(650057, Resource, "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration."),

        // The client and its credential.
        new(7000215, Client, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID."),
        new(7000222, Client, "The provided client secret keys are expired."),
        new(7000218, Client, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
        new(700025, Client, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
        new(700027, Client, "The certificate with the identifier used to sign the client assertion is not registered on the application, or the signature is not valid."),
        new(700024, Client, "Client assertion is not within its valid time range."),
        new(700023, Client, "Client assertion audience claim does not match Realm issuer."),
        new(700021, Client, "Client assertion application identifier does not match 'client_id' parameter."),
        new(7000214, Client, "The certificate used to sign the client assertion has been revoked."),
        new(7000277, Client, "The certificate used to sign the client assertion has been revoked by its issuer."),
        new(1000502, Client, "The provided certificate is not within its specified validity window."),
        new(70021, Request, "No matching federated identity record found for presented assertion."),
        new(700211, Client, "No matching federated identity record found for presented assertion issuer."),
        new(700212, Client, "No matching federated identity record found for presented assertion audience."),
        new(700213, Client, "No matching federated identity record found for presented assertion subject."),
        new(500133, Grant, "Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token."),
        new(90014, Request, "The required field is missing from the credential."),
        new(700016, Unauthorized, "The application was not found in the directory."),
        new(70001, Unauthorized, "The application is disabled."),
        new(7000112, Unauthorized, "The application is disabled."),

        // Tenants, clouds, resources.
        new(90002, Request, "The tenant was not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."),
        new(50194, Request, "The application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."),
        new(9001023, Request, "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint."),
        new(90124, Request, "The resource is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint."),
        new(90038, Request, "The tenant has been redirected to another national cloud."),
        new(900382, Request, "Confidential Client is not supported in Cross Cloud request."),
        new(900432, Request, "Confidential Client is not supported in Cross Cloud request."),
        new(500011, Resource, "The resource principal was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."),
        new(500014, Resource, "The service principal for the resource is disabled. This indicates that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application."),
        new(500021, "access_denied", "Access to the tenant is denied."),
        new(500022, "access_denied", "Access to the tenant is denied."),

        // The request itself.
        new(70011, Scope, "The provided value for the input parameter 'scope' is not valid."),
        new(28002, Scope, "The provided value for the input parameter 'scope' is not valid when requesting an access token. Please specify a valid scope."),
        new(28003, Scope, "The provided value for the input parameter 'scope' cannot be empty when requesting an access token using the provided authorization code. Please specify a valid scope."),
        new(1002012, Scope, "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."),
        new(700022, Request, "The provided value for the input parameter 'scope' is not valid because it contains more than one resource."),
        new(50011, Request, "The redirect URI specified in the request does not match the redirect URIs configured for the application."),
        new(9002313, Request, "Invalid request. Request is malformed or invalid."),
        new(900144, Request, "The request body must contain a parameter that is missing."),
        new(70003, "unsupported_grant_type", "The app requested an unsupported grant type."),
        new(700054, "unsupported_response_type", "response_type is not enabled for the application."),
        new(9002325, Request, "Proof Key for Code Exchange is required for cross-origin authorization code redemption."),
        new(9002326, Request, "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type or 'Native' client-type with origin registered in AllowedOriginForNativeAppCorsRequestInOAuthToken allow list."),
        new(9002327, Request, "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."),

        // The server.
        new(90033, "temporarily_unavailable", "A transient error has occurred. Please try again."),
        new(90006, Server, "The service is temporarily unavailable. Retry the request."),
        new(90012, Server, "The request has timed out."),
        new(90024, Server, "The request budget was exceeded because of a transient error. Retry the request."),
        new(50033, Server, "A transient error has occurred. Retry the request."),
        new(90090, Server, "A retryable error of the directory has occurred."),
        new(90091, Server, "The directory service could not be reached. Retry the request."),
        new(90036, Server, "An unexpected, non-retryable error from the directory has occurred."),
        new(70012, Server, "A server error occurred while authenticating an MSA (consumer) user. Try again."),
        new(90055, "temporarily_unavailable", "There are too many incoming requests. The tenant is throttled.") { Status = 429 },
    }.ToFrozenDictionary(e => e.Code);
}
