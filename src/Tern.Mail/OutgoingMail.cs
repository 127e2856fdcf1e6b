namespace Tern.Mail;

/// <summary>A mail to be composed. All addresses and texts are taken as data: nothing in them can become a header.</summary>
public sealed record OutgoingMail
{
    public required MailAddress From { get; init; }

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>Written as a Bcc header, which the sending provider takes off: Graph reads recipients from the MIME only.</summary>
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];

    /// <summary>Where answers go, if not to <see cref="From"/>.</summary>
    public MailAddress? ReplyTo { get; init; }

    public required string Subject { get; init; }

    /// <summary>Ours, made before the first attempt, with or without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The mail answered.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The references of the mail answered, oldest first; the composer appends <see cref="InReplyTo"/> and keeps 20.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public required string Text { get; init; }

    /// <summary>The HTML twin; made from <see cref="Text"/> when null.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    public required DateTimeOffset Date { get; init; }

    /// <summary>Whether a person wrote it. If not, its headers say so, and that nothing shall answer (RFC 3834 §5, X-Auto-Response-Suppress).</summary>
    public OutgoingKind Kind { get; init; }

    /// <summary>
    /// By what we know a mail of our own when it comes back (X-Tern-Notification): 1 to 200 printable ASCII characters without spaces. Needed for every kind but
    /// <see cref="OutgoingKind.Person"/>, where it is not written.
    /// </summary>
    public string? NotificationMark { get; init; }
}
