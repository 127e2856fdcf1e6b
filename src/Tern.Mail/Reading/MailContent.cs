namespace Tern.Mail.Reading;

/// <summary>What the parts of a mail come to.</summary>
internal sealed record MailContent(string Text, string VisibleText, string? VisibleHtml, string? Html, IReadOnlyList<MailAttachment> Attachments, bool IsEncrypted)
{
    internal bool IsSigned { get; init; }

    internal Invitation? Invitation { get; init; }

    internal IReadOnlyList<string> TrackingPixels { get; init; } = [];
}
