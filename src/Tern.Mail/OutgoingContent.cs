namespace Tern.Mail;

/// <summary>What a mail is to say, ready for <see cref="OutgoingMail"/>: the same words twice, as text and as HTML.</summary>
/// <param name="Text">The text twin, with LF line ends.</param>
/// <param name="Html">The HTML twin, a whole page.</param>
/// <param name="Attachments">
/// The pictures the page shows, with content ids that are valid and unique in this mail; then, without content id, given pictures that nothing shows.
/// The caller adds the files.
/// </param>
/// <param name="Problems">What had to be left out, in English; empty as a rule.</param>
public sealed record OutgoingContent(string Text, string Html, IReadOnlyList<OutgoingAttachment> Attachments, IReadOnlyList<string> Problems);
