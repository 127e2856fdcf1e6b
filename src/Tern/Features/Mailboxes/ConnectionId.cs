namespace Tern.Features.Mailboxes;

internal readonly record struct ConnectionId(Guid Value);
