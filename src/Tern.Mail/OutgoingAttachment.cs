namespace Tern.Mail;

/// <summary>A file to send. The content is opened only when it is written into a mail.</summary>
/// <param name="Name">The file name shown to the recipient.</param>
/// <param name="ContentType">The media type; application/octet-stream where it cannot be parsed.</param>
/// <param name="Size">The size in bytes, used to decide what fits.</param>
/// <param name="Open">Opens the content for one reading; the composer disposes it.</param>
/// <param name="ContentId">Set for a picture the HTML shows by cid:.</param>
public sealed record OutgoingAttachment(string Name, string ContentType, long Size, Func<Stream> Open, string? ContentId = null);
