namespace Tern.Mail;

/// <summary>One address at which a mail did not arrive.</summary>
/// <param name="Recipient">The address as the report names it; null where the report names none.</param>
/// <param name="Status">The enhanced status code as it stands in the mail (RFC 3463), such as 5.1.1; null where there is none.</param>
/// <param name="ReplyCode">The reply of the receiving server (RFC 5321 §4.2), such as 550; null where none is told.</param>
/// <param name="Reason">Why, as far as status and words tell.</param>
/// <param name="Diagnostic">What the receiving server said, at most 1,000 characters.</param>
public sealed record BouncedRecipient(string? Recipient, string? Status, int? ReplyCode, FailureReason Reason, string? Diagnostic)
{
    /// <summary>The other server has not given up (RFC 3464 §2.3.3, Action: delayed): it may still arrive.</summary>
    public bool IsDelayed { get; init; }

    /// <summary>The address itself is dead: nobody of that name, no such domain, moved away, or accepting no mail. A full or blocked mailbox is not.</summary>
    public bool IsPermanent => Reason is FailureReason.UserUnknown or FailureReason.HostUnknown or FailureReason.Moved or FailureReason.NotAccepting;
}
