using Tern.Mail.Composing;

namespace Tern.Mail;

/// <summary>What somebody wrote: as text, as HTML, or as both. What is missing is made from the other.</summary>
/// <param name="Text">The plain text; null where there is none.</param>
/// <param name="Html">The HTML, from whomever: it is made safe (<see cref="SafeHtml"/>) before it is sent. Null where there is none.</param>
public sealed record MessageBody(string? Text, string? Html = null)
{
    /// <summary>The pictures the HTML shows by <c>cid:</c>, each with its <see cref="OutgoingAttachment.ContentId"/> (RFC 2392).</summary>
    public IReadOnlyList<OutgoingAttachment> Pictures { get; init; } = [];

    /// <summary>
    /// Plain text in which a picture's name in square brackets, "[roof.png]", stands for the picture: the HTML shows it in that place, and the text keeps the name.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="pictures">Each with its <see cref="OutgoingAttachment.ContentId"/>.</param>
    public static MessageBody WithPictures(string text, IReadOnlyList<OutgoingAttachment> pictures)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Count == 0 ? new MessageBody(text) : new MessageBody(text, PicturedText.ToHtml(text, pictures)) { Pictures = pictures };
    }
}
