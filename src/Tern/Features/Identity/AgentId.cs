namespace Tern.Features.Identity;

internal readonly record struct AgentId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}
