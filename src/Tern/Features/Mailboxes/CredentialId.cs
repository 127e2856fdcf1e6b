namespace Tern.Features.Mailboxes;

internal readonly record struct CredentialId(Guid Value);
