namespace Tern.Mail;

/// <summary>Why a mail did not arrive at an address. The first four mean that the address itself is dead.</summary>
public enum FailureReason
{
    /// <summary>The server says only that it failed.</summary>
    Unknown,

    /// <summary>There is no such mailbox (RFC 3463: X.1.1).</summary>
    UserUnknown,

    /// <summary>There is no such domain (X.1.2).</summary>
    HostUnknown,

    /// <summary>The recipient has moved and left no address (X.1.6).</summary>
    Moved,

    /// <summary>The domain accepts no mail at all (RFC 7505: X.1.10).</summary>
    NotAccepting,

    /// <summary>The mailbox is there and disabled (X.2.1).</summary>
    MailboxDisabled,

    /// <summary>The mailbox is full (X.2.2).</summary>
    MailboxFull,

    /// <summary>The message is too large for the mailbox or the system (X.2.3, X.3.4).</summary>
    MessageTooLarge,

    /// <summary>It could not be delivered in time (X.4.7).</summary>
    Expired,

    /// <summary>Something between the systems failed (X.4.X).</summary>
    Network,

    /// <summary>The receiving system has trouble of its own (X.3.X).</summary>
    SystemTrouble,

    /// <summary>Too much, too fast (X.4.5, X.7.0 of the large providers).</summary>
    RateLimited,

    /// <summary>The sender's server or its reputation is not accepted.</summary>
    SenderBlocked,

    /// <summary>The sender is not authenticated: SPF, DKIM, DMARC, no reverse name (RFC 7372, RFC 8601).</summary>
    NotAuthenticated,

    /// <summary>Taken for spam.</summary>
    Spam,

    /// <summary>Something harmful was found in it.</summary>
    Virus,

    /// <summary>A rule of the recipient's organisation refuses it (X.7.1).</summary>
    Policy,

    /// <summary>The recipient's server refuses the content (X.6.X).</summary>
    Content,

    /// <summary>The recipient's side refused the message after it had accepted the address.</summary>
    Filtered,

    /// <summary>The server does not send on for strangers (X.7.1: relaying denied).</summary>
    RelayDenied,

    /// <summary>The servers did not understand each other (X.5.X).</summary>
    Protocol,
}
