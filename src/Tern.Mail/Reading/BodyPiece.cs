namespace Tern.Mail.Reading;

/// <summary>A stretch of the mail's body, in one or both of its forms.</summary>
internal sealed record BodyPiece(string? Text, string? Html)
{
    internal bool HasText => !string.IsNullOrWhiteSpace(Text);

    internal bool HasHtml => !string.IsNullOrWhiteSpace(Html);
}
