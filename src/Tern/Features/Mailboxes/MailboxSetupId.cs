namespace Tern.Features.Mailboxes;

internal readonly record struct MailboxSetupId(Guid Value);
