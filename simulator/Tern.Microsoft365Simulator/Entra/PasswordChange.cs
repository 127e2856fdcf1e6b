namespace Tern.Microsoft365Simulator.Entra;

/// <summary>How a password changes; refresh tokens tell the ways apart (refresh-tokens, "Token revocation").</summary>
public enum PasswordChange
{
    /// <summary>It expires. Nothing that was signed in notices.</summary>
    Expires,

    /// <summary>The one of Active Directory on premises expires.</summary>
    ExpiresOnPremises,

    /// <summary>The person changes it, or resets it by self-service: only sign-ins of public clients end (50133).</summary>
    ByUser,

    /// <summary>An administrator resets it in the Azure portal: only sign-ins of public clients end (50132).</summary>
    InPortal,

    /// <summary>An administrator resets it in the admin center or by PowerShell: everything ends (50173).</summary>
    InAdminCenter,
}
