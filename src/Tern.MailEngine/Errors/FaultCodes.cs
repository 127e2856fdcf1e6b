namespace Tern.MailEngine.Errors;

/// <summary>The causes that the engine and its providers tell apart. The values are stable: they stand in databases and in machine-readable output.</summary>
public static class FaultCodes
{
    /// <summary>The client secret is not the one registered; often its id was pasted instead of its value.</summary>
    public const string SecretWrong = "secret-wrong";

    /// <summary>The client secret has ended.</summary>
    public const string SecretExpired = "secret-expired";

    /// <summary>The certificate is not registered, has ended, or was revoked.</summary>
    public const string CertificateRefused = "certificate-refused";

    /// <summary>There is no credential to prove who we are.</summary>
    public const string CredentialMissing = "credential-missing";

    /// <summary>Consent was never given or was taken back.</summary>
    public const string ConsentMissing = "consent-missing";

    /// <summary>The token lacks a permission, or the application's reach excludes this mailbox.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>The application may not send as this address.</summary>
    public const string SendAsDenied = "send-as-denied";

    /// <summary>The application is not known in the tenant, or was disabled there.</summary>
    public const string AppUnknown = "app-unknown";

    /// <summary>The tenant does not exist in this cloud.</summary>
    public const string TenantUnknown = "tenant-unknown";

    /// <summary>The address belongs to no mailbox of the tenant.</summary>
    public const string MailboxUnknown = "mailbox-unknown";

    /// <summary>The mailbox exists but cannot be reached: no licence, soft-deleted, being moved, or on-premises.</summary>
    public const string MailboxUnavailable = "mailbox-unavailable";

    /// <summary>The mailbox is full.</summary>
    public const string MailboxFull = "mailbox-full";

    /// <summary>The configured folder does not exist.</summary>
    public const string FolderMissing = "folder-missing";

    /// <summary>The grant was revoked or ended; its person must sign in again.</summary>
    public const string GrantEnded = "grant-ended";

    /// <summary>The person's account is disabled, locked or deleted.</summary>
    public const string AccountDisabled = "account-disabled";

    /// <summary>A policy of the tenant blocks the sign-in.</summary>
    public const string PolicyBlocks = "policy-blocks";

    /// <summary>The server's clock differs too much from the provider's.</summary>
    public const string ClockWrong = "clock-wrong";

    /// <summary>The provider does not accept the registration or the request as configured.</summary>
    public const string ConfigurationWrong = "configuration-wrong";

    /// <summary>A stored secret cannot be decrypted: the key ring is missing or belongs to another installation.</summary>
    public const string KeyRingForeign = "key-ring-foreign";

    /// <summary>The provider asked for fewer requests.</summary>
    public const string Throttled = "throttled";

    /// <summary>Name resolution, connection or TLS failed, or the connection broke.</summary>
    public const string NetworkDown = "network-down";

    /// <summary>The provider answers, but with errors of its own.</summary>
    public const string ProviderDown = "provider-down";

    /// <summary>No answer came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The provider no longer knows how far the folder was read.</summary>
    public const string CursorExpired = "cursor-expired";

    /// <summary>The answer was not what the interface promises; often a proxy or a sign-in page in between.</summary>
    public const string AnswerUnreadable = "answer-unreadable";

    /// <summary>The token just issued is refused by the mail interface.</summary>
    public const string TokenRefused = "token-refused";

    /// <summary>Our own database or disk failed.</summary>
    public const string StorageFailed = "storage-failed";

    /// <summary>Something failed that the engine does not know; the log has the exception.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>The provider refuses this one message: recipient, size or form.</summary>
    public const string MessageRejected = "message-rejected";

    /// <summary>The provider lists this incoming message but does not hand it out.</summary>
    public const string MailRefused = "mail-refused";

    /// <summary>An incoming message could not be fetched for a week; it is not tried again.</summary>
    public const string MailGivenUp = "mail-given-up";

    /// <summary>The file of a federated credential's token cannot be read.</summary>
    public const string FederatedTokenUnreadable = "federated-token-unreadable";

    /// <summary>The provider does not let us replace our own certificate.</summary>
    public const string KeyRollRefused = "key-roll-refused";

    /// <summary>Nobody has entered the device code yet.</summary>
    public const string SignInPending = "sign-in-pending";

    /// <summary>True where another credential of the same connection may still be accepted.</summary>
    /// <param name="code">One of the above.</param>
    public static bool IsAboutTheCredential(string code) => code is SecretWrong or SecretExpired or CertificateRefused or CredentialMissing or FederatedTokenUnreadable;
}
