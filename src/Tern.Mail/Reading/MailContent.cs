namespace Tern.Mail.Reading;

/// <summary>What the parts of a mail come to.</summary>
internal sealed record MailContent(string Text, string VisibleText, string? VisibleHtml, string? Html, IReadOnlyList<MailAttachment> Attachments, bool IsEncrypted);
