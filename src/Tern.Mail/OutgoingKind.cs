namespace Tern.Mail;

/// <summary>Who is behind a mail we send. It decides what the mail says of itself, so that no machine answers a machine (RFC 3834).</summary>
public enum OutgoingKind
{
    /// <summary>A person wrote it.</summary>
    Person,

    /// <summary>Tern tells somebody something that nobody asked for: <c>Auto-Submitted: auto-generated</c> (RFC 3834 §5).</summary>
    Notification,

    /// <summary>Tern answers one mail by itself: <c>Auto-Submitted: auto-replied</c> (RFC 3834 §3.1.7).</summary>
    Acknowledgement,
}
