namespace Tern.Features.Identity;

internal readonly record struct AgentId(Guid Value);
