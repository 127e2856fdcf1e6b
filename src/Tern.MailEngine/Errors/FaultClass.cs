namespace Tern.MailEngine.Errors;

/// <summary>Who or what ends a fault. Decides what happens next.</summary>
public enum FaultClass
{
    /// <summary>Ends by itself: tried again with growing gaps.</summary>
    Transient,

    /// <summary>The provider asked to be left alone for a while.</summary>
    Throttled,

    /// <summary>An administrator must change something here or at the provider. Probed slowly, so that it heals by itself.</summary>
    AdministratorMustAct,

    /// <summary>The person who granted access must sign in again. Not tried again before that.</summary>
    PersonMustSignIn,
}
