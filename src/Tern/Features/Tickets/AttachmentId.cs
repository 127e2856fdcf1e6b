namespace Tern.Features.Tickets;

internal readonly record struct AttachmentId(Guid Value);
