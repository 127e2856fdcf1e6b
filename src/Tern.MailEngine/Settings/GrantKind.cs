namespace Tern.MailEngine.Settings;

/// <summary>On whose behalf access is granted.</summary>
public enum GrantKind
{
    /// <summary>The application acts as itself (client credentials, RFC 6749 §4.4). There is no refresh token and nobody who signs in.</summary>
    AppOnly,

    /// <summary>A person signed in and granted access (authorization code, RFC 6749 §4.1); a refresh token keeps it alive.</summary>
    Delegated,
}
