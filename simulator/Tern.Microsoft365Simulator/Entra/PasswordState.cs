namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Whether a person can still sign in with the password. Refresh tokens do not care.</summary>
public enum PasswordState
{
    Good,

    /// <summary>50055 at the next sign-in.</summary>
    Expired,

    /// <summary>The password of Active Directory on premises: 50144 at the next sign-in.</summary>
    ExpiredOnPremises,
}
