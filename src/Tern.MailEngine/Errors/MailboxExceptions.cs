namespace Tern.MailEngine.Errors;

/// <summary>The family of failures that providers and stores report. The class decides what happens next.</summary>
public abstract class MailboxException : Exception
{
    /// <summary>For the members of the family, here and in providers.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="inner">What it was translated from.</param>
    protected MailboxException(Fault fault, Exception? inner)
        : base($"{fault?.Code}: {fault?.Detail}", inner) => Fault = fault!;

    /// <summary>What went wrong.</summary>
    public Fault Fault { get; }
}

/// <summary>Access is refused or not configured: stop and ask a human.</summary>
/// <param name="fault">What went wrong; its class names who must act.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class MailboxAuthenticationException(Fault fault, Exception? inner = null) : MailboxException(fault, inner);

/// <summary>The provider asked for fewer requests: wait as long as it said.</summary>
/// <param name="fault">What went wrong; <see cref="Fault.RetryAfter"/> where it said how long.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class MailboxThrottledException(Fault fault, Exception? inner = null) : MailboxException(fault, inner);

/// <summary>The provider cannot be reached or fails: back off and come back.</summary>
/// <param name="fault">What went wrong.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class MailboxUnavailableException(Fault fault, Exception? inner = null) : MailboxException(fault, inner)
{
    /// <summary>False only when it is certain that the request never reached the provider, so that its effect cannot have happened.</summary>
    public bool MayHaveHappened { get; init; } = true;

    /// <summary>True when an answer was waited for and did not come in time: asking for the same again helps nobody, asking for less may.</summary>
    public bool IsTooSlow { get; init; }
}

/// <summary>The provider refuses this one message; the mailbox is fine.</summary>
/// <param name="fault">What went wrong.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class MessageRejectedException(Fault fault, Exception? inner = null) : MailboxException(fault, inner);

/// <summary>The change feed no longer knows our cursor (Graph: 410 and its relatives): start a full round; the ledger keeps it from storing twice.</summary>
/// <param name="fault">What the provider said.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class SyncCursorExpiredException(Fault fault, Exception? inner = null) : MailboxException(fault, inner);
