namespace Tern.Mail;

/// <summary>Why a mail was not written by a person for us, as far as its headers and form tell.</summary>
public enum AutomaticKind
{
    /// <summary>A person wrote it, or nothing says otherwise.</summary>
    None,

    /// <summary>A machine answered or announced (RFC 3834: Auto-Submitted).</summary>
    AutoReply,

    /// <summary>The person is away.</summary>
    OutOfOffice,

    /// <summary>A mail could not be delivered (RFC 3464 and the many shapes before it).</summary>
    Bounce,

    /// <summary>A recipient marked a mail as spam (RFC 5965).</summary>
    Complaint,

    /// <summary>Sent through a list or in bulk (RFC 2369, RFC 2919, Precedence).</summary>
    List,

    /// <summary>A mail was displayed or deleted (RFC 8098), or handed over.</summary>
    Receipt,

    /// <summary>A provider's aggregate or failure report about mail under our domain (RFC 7489 §7).</summary>
    DmarcReport,

    /// <summary>Tern itself sent it and it came back.</summary>
    OwnNotification,
}
