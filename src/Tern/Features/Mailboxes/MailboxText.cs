namespace Tern.Features.Mailboxes;

/// <summary>Names the texts in MailboxText.resx.</summary>
internal sealed class MailboxText;
