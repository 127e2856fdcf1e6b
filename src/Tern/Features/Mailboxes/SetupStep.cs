namespace Tern.Features.Mailboxes;

/// <summary>The steps of connecting a mailbox, in their order.</summary>
public enum SetupStep
{
    Preflight,
    Way,
    Registration,
    Consent,
    Mailbox,
    Scope,
    Import,
    Proof,
}

/// <summary>How far a step has come.</summary>
public enum StepState
{
    Done,

    /// <summary>Its check failed, and the administrator went on knowingly.</summary>
    Doubtful,

    /// <summary>It was left out, or this way does not need it.</summary>
    Skipped,
}
