namespace Tern.MailEngine.Errors;

/// <summary>
/// The causes that the engine and its providers tell apart, each as finely as there is one remedy for it. The values are stable: they stand in databases
/// and in machine-readable output. Where a cause was split, the old value kept its commonest meaning.
/// </summary>
public static class FaultCodes
{
    // Credentials: how Tern proves who it is.
    /// <summary>The client secret is not the one registered; often its id was pasted instead of its value.</summary>
    public const string SecretWrong = "secret-wrong";

    /// <summary>The client secret has ended.</summary>
    public const string SecretExpired = "secret-expired";

    /// <summary>The certificate is not registered at the application.</summary>
    public const string CertificateRefused = "certificate-refused";

    /// <summary>The certificate has ended, or has not begun yet.</summary>
    public const string CertificateExpired = "certificate-expired";

    /// <summary>The certificate was revoked by its issuer.</summary>
    public const string CertificateRevoked = "certificate-revoked";

    /// <summary>There is no credential to prove who we are.</summary>
    public const string CredentialMissing = "credential-missing";

    /// <summary>The registration asks for a credential, and the connection has none to send.</summary>
    public const string CredentialNotSent = "credential-not-sent";

    /// <summary>The credential is refused for a reason that has no code of its own here.</summary>
    public const string CredentialRefused = "credential-refused";

    /// <summary>The registration is a public client, which must not send a credential.</summary>
    public const string ClientPublic = "client-public";

    /// <summary>No federated credential of the registration fits the token that was presented.</summary>
    public const string FederatedMismatch = "federated-mismatch";

    /// <summary>The token of the federated credential cannot be read on this server.</summary>
    public const string FederatedTokenUnreadable = "federated-token-unreadable";

    /// <summary>The provider does not let us replace our own certificate.</summary>
    public const string KeyRollRefused = "key-roll-refused";

    // Consent and registration.
    /// <summary>Consent was never given or was taken back.</summary>
    public const string ConsentMissing = "consent-missing";

    /// <summary>The person declined to consent.</summary>
    public const string ConsentDeclined = "consent-declined";

    /// <summary>Only an administrator of the tenant may consent.</summary>
    public const string ConsentByAdministrator = "consent-by-administrator";

    /// <summary>The application is not known in the tenant.</summary>
    public const string AppUnknown = "app-unknown";

    /// <summary>The application was disabled in the tenant.</summary>
    public const string AppDisabled = "app-disabled";

    /// <summary>The application is not authorised in the customer's tenant that a partner administers.</summary>
    public const string AppNotAuthorizedByPartner = "app-not-authorized-by-partner";

    /// <summary>The application wants its users assigned, and this one is not.</summary>
    public const string UserNotAssigned = "user-not-assigned";

    /// <summary>The tenant does not exist in this cloud.</summary>
    public const string TenantUnknown = "tenant-unknown";

    /// <summary>The tenant lives in another national cloud.</summary>
    public const string CloudWrong = "cloud-wrong";

    /// <summary>The connection names no tenant of its own, as the application or the grant needs.</summary>
    public const string EndpointCommon = "endpoint-common";

    /// <summary>The tenant does not know the resource that tokens are asked for.</summary>
    public const string ResourceMissing = "resource-missing";

    /// <summary>The resource is disabled or unlicensed in the tenant.</summary>
    public const string ResourceDisabled = "resource-disabled";

    /// <summary>The registration lists no permission for the resource that is asked for.</summary>
    public const string RegistrationIncomplete = "registration-incomplete";

    /// <summary>The redirect URI is registered as a single-page application.</summary>
    public const string PlatformSinglePage = "platform-spa";

    /// <summary>The redirect URI is not registered like this.</summary>
    public const string RedirectUriWrong = "redirect-uri-wrong";

    /// <summary>The scope that is asked for is not valid.</summary>
    public const string ScopeWrong = "scope-wrong";

    /// <summary>The sign-in brought no refresh token.</summary>
    public const string OfflineAccessMissing = "offline-access-missing";

    /// <summary>The request arrived malformed or incomplete.</summary>
    public const string RequestWrong = "request-wrong";

    /// <summary>The provider does not accept the connection as configured, for a reason that has no code of its own here.</summary>
    public const string ConfigurationWrong = "configuration-wrong";

    // The sign-in of a person.
    /// <summary>Nobody has signed in yet.</summary>
    public const string SignInMissing = "sign-in-missing";

    /// <summary>Nobody has entered the device code yet.</summary>
    public const string SignInPending = "sign-in-pending";

    /// <summary>The grant was revoked or ended; its person must sign in again.</summary>
    public const string GrantEnded = "grant-ended";

    /// <summary>The sign-in was not used for too long.</summary>
    public const string SignInIdle = "sign-in-idle";

    /// <summary>The sign-in lasted a day only, as those of single-page applications do.</summary>
    public const string SignInOneDay = "sign-in-one-day";

    /// <summary>A policy asks for a new sign-in at fixed times.</summary>
    public const string SignInFrequency = "sign-in-frequency";

    /// <summary>A sign-in that was begun is too old or was begun elsewhere.</summary>
    public const string SignInStale = "sign-in-stale";

    /// <summary>The sign-in was made in another tenant than the one configured.</summary>
    public const string SignInOtherTenant = "sign-in-other-tenant";

    /// <summary>The code of this sign-in was redeemed already.</summary>
    public const string CodeUsed = "code-used";

    /// <summary>The account must answer a second factor.</summary>
    public const string MfaRequired = "mfa-required";

    /// <summary>The account must enrol for a second factor.</summary>
    public const string MfaEnrolment = "mfa-enrol";

    /// <summary>The account's password has ended.</summary>
    public const string PasswordExpired = "password-expired";

    /// <summary>The sign-in ended with a change of the account's password.</summary>
    public const string PasswordChanged = "password-changed";

    /// <summary>The person's account is disabled.</summary>
    public const string AccountDisabled = "account-disabled";

    /// <summary>The person's account is locked.</summary>
    public const string AccountLocked = "account-locked";

    /// <summary>The person's account does not exist in the tenant.</summary>
    public const string AccountDeleted = "account-deleted";

    /// <summary>The account belongs to another organisation and is no guest of the tenant.</summary>
    public const string AccountForeign = "account-foreign";

    // Policies of the tenant.
    /// <summary>A policy wants a managed or registered device.</summary>
    public const string DeviceRequired = "device-required";

    /// <summary>A policy lets in approved applications only.</summary>
    public const string AppNotApproved = "app-not-approved";

    /// <summary>A Conditional Access policy blocks the sign-in.</summary>
    public const string PolicyBlocks = "policy-blocks";

    /// <summary>A security policy of the organisation or its security defaults block the sign-in.</summary>
    public const string SecurityDefaults = "security-defaults";

    /// <summary>A restriction of the network lets nobody into this tenant.</summary>
    public const string TenantRestricted = "tenant-restricted";

    /// <summary>The mail interface wants a token newly checked against the policies, and the new one does not satisfy it either.</summary>
    public const string TokenChallenged = "token-challenged";

    // The mailbox.
    /// <summary>The token lacks a permission, or the application's reach excludes this mailbox.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>An access policy of Exchange excludes this mailbox from the application's reach.</summary>
    public const string AccessPolicy = "access-policy";

    /// <summary>The application lacks a permission in the directory.</summary>
    public const string PermissionMissing = "permission-missing";

    /// <summary>The application may not send as this address.</summary>
    public const string SendAsDenied = "send-as-denied";

    /// <summary>The address belongs to no mailbox of the tenant.</summary>
    public const string MailboxUnknown = "mailbox-unknown";

    /// <summary>The mailbox exists but cannot be reached: no licence, soft-deleted, being moved, or on-premises.</summary>
    public const string MailboxUnavailable = "mailbox-unavailable";

    /// <summary>The mailbox is full.</summary>
    public const string MailboxFull = "mailbox-full";

    /// <summary>The configured folder does not exist.</summary>
    public const string FolderMissing = "folder-missing";

    /// <summary>The token just issued is refused by the mail interface.</summary>
    public const string TokenRefused = "token-refused";

    /// <summary>The token is meant for another interface than the one that is called.</summary>
    public const string TokenAudienceWrong = "token-audience-wrong";

    /// <summary>The provider no longer knows how far the folder was read.</summary>
    public const string CursorExpired = "cursor-expired";

    /// <summary>A count of a folder found messages that the change feed had not told of.</summary>
    public const string FeedIncomplete = "feed-incomplete";

    /// <summary>The provider could not reach the address at which it was to tell us of new mail.</summary>
    public const string PushUnreachable = "push-unreachable";

    /// <summary>The provider does not tell us of new mail: a permission is missing, or there are too many who are told.</summary>
    public const string PushRefused = "push-refused";

    /// <summary>Another installation is told of this mailbox's mail under the same registration.</summary>
    public const string PushTaken = "push-taken";

    /// <summary>The provider asked for fewer requests.</summary>
    public const string Throttled = "throttled";

    /// <summary>The mailbox has sent as much as it may for now.</summary>
    public const string SendLimit = "send-limit";

    /// <summary>The provider refuses this one message for its form.</summary>
    public const string MessageRejected = "message-rejected";

    /// <summary>The provider refuses a recipient of this one message.</summary>
    public const string RecipientRefused = "recipient-refused";

    /// <summary>The provider takes no message of this size.</summary>
    public const string MessageTooLarge = "message-too-large";

    /// <summary>The provider lists this incoming message but does not hand it out.</summary>
    public const string MailRefused = "mail-refused";

    /// <summary>An incoming message could not be fetched for a week; it is not tried again.</summary>
    public const string MailGivenUp = "mail-given-up";

    // The network, and the provider at its other end.
    /// <summary>There is no way to the provider from here.</summary>
    public const string NetworkDown = "network-down";

    /// <summary>The provider's name could not be resolved.</summary>
    public const string NameUnresolved = "name-unresolved";

    /// <summary>Something on the way refuses connections to the provider.</summary>
    public const string ConnectionRefused = "connection-refused";

    /// <summary>No secure connection could be agreed on.</summary>
    public const string TlsFailed = "tls-failed";

    /// <summary>The proxy lets nothing through.</summary>
    public const string ProxyRefused = "proxy-refused";

    /// <summary>The connection broke in the middle.</summary>
    public const string ConnectionBroken = "connection-broken";

    /// <summary>No answer came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The answer was not what the interface promises; often a proxy or a sign-in page in between.</summary>
    public const string AnswerUnreadable = "answer-unreadable";

    /// <summary>The provider answers, but with errors of its own.</summary>
    public const string ProviderDown = "provider-down";

    // This server.
    /// <summary>The server's clock differs too much from the provider's.</summary>
    public const string ClockWrong = "clock-wrong";

    /// <summary>A stored secret cannot be decrypted: the key ring is missing or belongs to another installation.</summary>
    public const string KeyRingForeign = "key-ring-foreign";

    /// <summary>Our own disk failed.</summary>
    public const string StorageFailed = "storage-failed";

    /// <summary>Our own database failed.</summary>
    public const string DatabaseFailed = "database-failed";

    /// <summary>This installation does not have the provider that the connection names.</summary>
    public const string ProviderMissing = "provider-missing";

    /// <summary>Something failed that the engine does not know; the log has the exception.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>Who or what ends a cause.</summary>
    /// <param name="code">One of the above.</param>
    public static FaultClass ClassOf(string code) => code switch
    {
        _ when IsAboutTheNetwork(code) => FaultClass.Transient,
        AnswerUnreadable or ProviderDown or SignInPending or CursorExpired or FeedIncomplete or MailRefused or StorageFailed or DatabaseFailed or Unexpected => FaultClass.Transient,
        Throttled or SendLimit => FaultClass.Throttled,
        SignInMissing or GrantEnded or SignInIdle or SignInOneDay or SignInFrequency or SignInStale or SignInOtherTenant or CodeUsed
            or MfaRequired or MfaEnrolment or PasswordExpired or PasswordChanged or AccountForeign => FaultClass.PersonMustSignIn,
        _ => FaultClass.AdministratorMustAct,
    };

    /// <summary>True where another credential of the same connection may still be accepted: a clock that is wrong spoils assertions and no secret.</summary>
    /// <param name="code">One of the above.</param>
    public static bool IsAboutTheCredential(string code) => code is SecretWrong or SecretExpired or CertificateRefused or CertificateExpired or CertificateRevoked
        or CredentialMissing or CredentialNotSent or CredentialRefused or FederatedMismatch or FederatedTokenUnreadable or ClockWrong;

    /// <summary>True where nothing came from the provider: never a word about a sign-in, a credential or a mail.</summary>
    /// <param name="code">One of the above.</param>
    public static bool IsAboutTheNetwork(string code) =>
        code is NetworkDown or NameUnresolved or ConnectionRefused or TlsFailed or ProxyRefused or ConnectionBroken or Timeout;
}
