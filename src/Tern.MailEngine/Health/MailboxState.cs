namespace Tern.MailEngine.Health;

/// <summary>The state of a mailbox, in the words that people see.</summary>
public enum MailboxState
{
    /// <summary>Connected, not checked yet.</summary>
    Starting,

    /// <summary>The last check succeeded and nothing waits.</summary>
    Healthy,

    /// <summary>Checks succeed; older mail is still being read.</summary>
    CatchingUp,

    /// <summary>The provider asked to be left alone for a while.</summary>
    Throttled,

    /// <summary>Something fails that should end by itself; tried again.</summary>
    Degraded,

    /// <summary>A person must act; the fault says who and what.</summary>
    ActionNeeded,

    /// <summary>Switched off by an administrator.</summary>
    Paused,
}
