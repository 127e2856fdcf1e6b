namespace Tern.Mail;

/// <summary>A mail inside a mail: attached as such (RFC 2046 §5.2.1), or put below an announcement in the text.</summary>
/// <param name="From">Who wrote it; null where it does not say.</param>
/// <param name="Subject">Its subject; empty where it has none.</param>
/// <param name="Date">When it says it was sent; null where it cannot be read.</param>
/// <param name="MessageId">Its Message-ID without brackets; null where it has none, as in text.</param>
/// <param name="IsAttached">It came as a mail of its own, which is among the attachments.</param>
public sealed record ForwardedMail(MailAddress? From, string Subject, DateTimeOffset? Date, string? MessageId, bool IsAttached);
